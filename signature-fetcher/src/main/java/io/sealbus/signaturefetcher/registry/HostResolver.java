package io.sealbus.signaturefetcher.registry;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Looks a host name up. Blocks. */
interface HostResolver {
  /** All addresses of {@code host}, at least one. */
  List<InetAddress> resolve(String host) throws UnknownHostException;

  /** The system's own resolver. */
  static List<InetAddress> system(String host) throws UnknownHostException {
    return List.of(InetAddress.getAllByName(host));
  }
}
