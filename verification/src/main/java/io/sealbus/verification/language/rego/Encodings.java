package io.sealbus.verification.language.rego;

import io.sealbus.verification.language.rego.Builtins.Function;
import io.sealbus.verification.language.rego.Builtins.Mismatch;
import io.sealbus.verification.language.rego.RegoValue.RegoArray;
import io.sealbus.verification.language.rego.RegoValue.RegoObject;
import io.sealbus.verification.language.rego.RegoValue.RegoSet;
import io.sealbus.verification.language.rego.RegoValue.RegoString;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Base64, hexadecimal and the encoding of URLs' queries. */
final class Encodings {
  private Encodings() {}

  static void addTo(Map<String, Function> functions) {
    functions.put("base64.encode", a -> encoded(Base64.getEncoder(), a));
    functions.put("base64url.encode", a -> encoded(Base64.getUrlEncoder(), a));
    functions.put(
        "base64url.encode_no_pad", a -> encoded(Base64.getUrlEncoder().withoutPadding(), a));
    functions.put("base64.decode", a -> Arguments.utf8(decoded(Base64.getDecoder(), a.text(0))));
    functions.put("base64url.decode", Encodings::decodedUrl);
    functions.put("base64.is_valid", Encodings::isBase64);
    functions.put("hex.encode", a -> RegoValue.of(HexFormat.of().formatHex(a.bytes(0))));
    functions.put("hex.decode", Encodings::unhex);
    functions.put("urlquery.encode", a -> RegoValue.of(escaped(a.text(0))));
    functions.put("urlquery.decode", a -> unescaped(a.text(0)));
    functions.put("urlquery.encode_object", Encodings::query);
    functions.put("urlquery.decode_object", Encodings::parameters);
  }

  private static RegoValue encoded(Base64.Encoder encoder, Arguments arguments) {
    return RegoValue.of(encoder.encodeToString(arguments.bytes(0)));
  }

  /** Padding is needed, line ends are overlooked, as in Go. */
  private static byte[] decoded(Base64.Decoder decoder, String text) {
    String joined = text.replace("\r", "").replace("\n", "");
    if (joined.length() % 4 != 0) {
      throw new Mismatch();
    }
    try {
      return decoder.decode(joined);
    } catch (IllegalArgumentException e) {
      throw new Mismatch();
    }
  }

  private static RegoValue decodedUrl(Arguments arguments) {
    String text = arguments.text(0);
    if (!text.endsWith("=")) {
      text +=
          switch (text.getBytes(StandardCharsets.UTF_8).length % 4) {
            case 0 -> "";
            case 2 -> "==";
            case 3 -> "=";
            default -> throw new Mismatch();
          };
    }
    return Arguments.utf8(decoded(Base64.getUrlDecoder(), text));
  }

  private static RegoValue isBase64(Arguments arguments) {
    try {
      decoded(Base64.getDecoder(), arguments.text(0));
      return RegoValue.TRUE;
    } catch (Mismatch e) {
      return RegoValue.FALSE;
    }
  }

  private static RegoValue unhex(Arguments arguments) {
    try {
      return Arguments.utf8(HexFormat.of().parseHex(arguments.text(0)));
    } catch (IllegalArgumentException e) {
      throw new Mismatch();
    }
  }

  private static String escaped(String text) {
    var out = new StringBuilder();
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      int c = b & 0xff;
      if ((c < 0x80 && Character.isLetterOrDigit(c)) || "-_.~".indexOf(c) >= 0) {
        out.append((char) c);
      } else if (c == ' ') {
        out.append('+');
      } else {
        out.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
      }
    }
    return out.toString();
  }

  private static RegoString unescaped(String text) {
    var out = new ByteArrayOutputStream();
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '+') {
        out.write(' ');
      } else if (bytes[i] != '%') {
        out.write(bytes[i]);
      } else {
        boolean complete =
            i + 2 < bytes.length
                && HexFormat.isHexDigit(bytes[i + 1])
                && HexFormat.isHexDigit(bytes[i + 2]);
        if (!complete) {
          throw new Mismatch();
        }
        out.write(HexFormat.fromHexDigit(bytes[i + 1]) * 16 + HexFormat.fromHexDigit(bytes[i + 2]));
        i += 2;
      }
    }
    return Arguments.utf8(out.toByteArray());
  }

  private static RegoValue query(Arguments arguments) {
    RegoObject object = arguments.object(0);
    var parameters = new TreeMap<String, List<String>>(ValueOrder::compareText);
    for (int i = 0; i < object.keys().size(); i++) {
      List<String> values =
          switch (object.values().get(i)) {
            case RegoString(String text) -> List.of(text);
            case RegoArray array -> array.elements().stream().map(Arguments::text).toList();
            case RegoSet set -> set.members().stream().map(Arguments::text).toList();
            default -> throw new Mismatch();
          };
      parameters.put(Format.key(object.keys().get(i)), values);
    }
    var parts = new ArrayList<String>();
    parameters.forEach(
        (name, values) -> values.forEach(value -> parts.add(escaped(name) + "=" + escaped(value))));
    return RegoValue.of(String.join("&", parts));
  }

  private static RegoValue parameters(Arguments arguments) {
    var parameters = new TreeMap<String, List<RegoValue>>();
    for (String part : arguments.text(0).split("&")) {
      if (part.contains(";")) {
        throw new Mismatch();
      }
      if (!part.isEmpty()) {
        int equals = part.indexOf('=');
        String name = unescaped(equals < 0 ? part : part.substring(0, equals)).text();
        RegoString value = unescaped(equals < 0 ? "" : part.substring(equals + 1));
        parameters.computeIfAbsent(name, k -> new ArrayList<>()).add(value);
      }
    }
    var members = RegoObject.builder();
    parameters.forEach((name, values) -> members.put(RegoValue.of(name), RegoValue.array(values)));
    return RegoObject.of(members);
  }
}
