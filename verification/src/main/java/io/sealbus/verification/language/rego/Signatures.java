package io.sealbus.verification.language.rego;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/** Names of the language's functions, and the types that those covered here take and give. */
final class Signatures {
  /** One function a line: its name, its arguments' types, its value's. */
  static final String COVERED =
      """
      abs: number -> number
      all: (array<any>|set<any>) -> boolean
      and: set<any> set<any> -> set<any>
      any: (array<any>|set<any>) -> boolean
      array.concat: array<any> array<any> -> array<any>
      array.reverse: array<any> -> array<any>
      array.slice: array<any> number number -> array<any>
      assign: any any -> boolean
      base64.decode: string -> string
      base64.encode: string -> string
      base64.is_valid: string -> boolean
      base64url.decode: string -> string
      base64url.encode: string -> string
      base64url.encode_no_pad: string -> string
      bits.and: number number -> number
      bits.lsh: number number -> number
      bits.negate: number -> number
      bits.or: number number -> number
      bits.rsh: number number -> number
      bits.xor: number number -> number
      cast_array: any -> array<any>
      cast_boolean: any -> boolean
      cast_null: any -> null
      cast_object: any -> object<any any>
      cast_set: any -> set<any>
      cast_string: any -> string
      ceil: number -> number
      concat: string (array<string>|set<string>) -> string
      contains: string string -> boolean
      count: (string|array<any>|object<any any>|set<any>) -> number
      crypto.hmac.equal: string string -> boolean
      crypto.hmac.md5: string string -> string
      crypto.hmac.sha1: string string -> string
      crypto.hmac.sha256: string string -> string
      crypto.hmac.sha512: string string -> string
      crypto.md5: string -> string
      crypto.sha1: string -> string
      crypto.sha256: string -> string
      div: number number -> number
      endswith: string string -> boolean
      eq: any any -> boolean
      equal: any any -> boolean
      floor: number -> number
      format_int: number number -> string
      glob.match: string (null|array<string>) string -> boolean
      glob.quote_meta: string -> string
      gt: any any -> boolean
      gte: any any -> boolean
      hex.decode: string -> string
      hex.encode: string -> string
      indexof: string string -> number
      indexof_n: string string -> array<number>
      internal.member_2: any any -> boolean
      internal.member_3: any any any -> boolean
      intersection: set<set<any>> -> set<any>
      is_array: any -> boolean
      is_boolean: any -> boolean
      is_null: any -> boolean
      is_number: any -> boolean
      is_object: any -> boolean
      is_set: any -> boolean
      is_string: any -> boolean
      json.filter: object<any any> (array<(string|array<any>)>|set<(string|array<any>)>) -> any
      json.is_valid: string -> boolean
      json.marshal: any -> string
      json.remove: object<any any> (array<(string|array<any>)>|set<(string|array<any>)>) -> any
      json.unmarshal: string -> any
      lower: string -> string
      lt: any any -> boolean
      lte: any any -> boolean
      max: (array<any>|set<any>) -> any
      min: (array<any>|set<any>) -> any
      minus: (number|set<any>) (number|set<any>) -> (number|set<any>)
      mul: number number -> number
      neq: any any -> boolean
      numbers.range: number number -> array<number>
      numbers.range_step: number number number -> array<number>
      object.filter: object<any any> (array<any>|object<any any>|set<any>) -> any
      object.get: object<any any> any any -> any
      object.keys: object<any any> -> set<any>
      object.remove: object<any any> (array<any>|object<any any>|set<any>) -> any
      object.subset: (array<any>|object<any any>|set<any>) (array<any>|object<any any>|set<any>) -> any
      object.union: object<any any> object<any any> -> any
      object.union_n: array<object<any any>> -> any
      or: set<any> set<any> -> set<any>
      plus: number number -> number
      product: (array<number>|set<number>) -> number
      re_match: string string -> boolean
      regex.find_all_string_submatch_n: string string number -> array<array<string>>
      regex.find_n: string string number -> array<string>
      regex.is_valid: string -> boolean
      regex.match: string string -> boolean
      regex.replace: string string string -> string
      regex.split: string string -> array<string>
      rem: number number -> number
      replace: string string string -> string
      round: number -> number
      semver.compare: string string -> number
      semver.is_valid: any -> boolean
      set_diff: set<any> set<any> -> set<any>
      sort: (array<any>|set<any>) -> array<any>
      split: string string -> array<string>
      sprintf: string array<any> -> string
      startswith: string string -> boolean
      strings.any_prefix_match: (string|array<string>|set<string>) (string|array<string>|set<string>) -> boolean
      strings.any_suffix_match: (string|array<string>|set<string>) (string|array<string>|set<string>) -> boolean
      strings.count: string string -> number
      strings.replace_n: object<string string> string -> string
      strings.reverse: string -> string
      substring: string number number -> string
      sum: (array<number>|set<number>) -> number
      time.add_date: number number number number -> number
      time.clock: (number|[number string]) -> [number number number]
      time.date: (number|[number string]) -> [number number number]
      time.diff: (number|[number string]) (number|[number string]) -> [number number number number number number]
      time.parse_duration_ns: string -> number
      time.parse_rfc3339_ns: string -> number
      time.weekday: (number|[number string]) -> string
      to_number: (null|boolean|number|string) -> number
      trim: string string -> string
      trim_left: string string -> string
      trim_prefix: string string -> string
      trim_right: string string -> string
      trim_space: string -> string
      trim_suffix: string string -> string
      type_name: any -> string
      union: set<set<any>> -> set<any>
      units.parse_bytes: string -> number
      upper: string -> string
      urlquery.decode: string -> string
      urlquery.decode_object: string -> object<string array<string>>
      urlquery.encode: string -> string
      urlquery.encode_object: object<string (string|array<string>|set<string>)> -> string
      walk: any -> [array<any> any]
      """;

  /** Those that need a network, a clock, chance or a host are here for good. */
  private static final String NOT_COVERED =
      """
      crypto.parse_private_keys
      crypto.x509.parse_and_verify_certificates
      crypto.x509.parse_and_verify_certificates_with_options
      crypto.x509.parse_certificate_request
      crypto.x509.parse_certificates
      crypto.x509.parse_keypair
      crypto.x509.parse_rsa_private_key
      graph.reachable
      graph.reachable_paths
      graphql.is_valid
      graphql.parse
      graphql.parse_and_verify
      graphql.parse_query
      graphql.parse_schema
      graphql.schema_is_valid
      http.send
      internal.print
      internal.template_string
      internal.test_case
      io.jwt.decode
      io.jwt.decode_verify
      io.jwt.encode_sign
      io.jwt.encode_sign_raw
      io.jwt.verify_eddsa
      io.jwt.verify_es256
      io.jwt.verify_es384
      io.jwt.verify_es512
      io.jwt.verify_hs256
      io.jwt.verify_hs384
      io.jwt.verify_hs512
      io.jwt.verify_ps256
      io.jwt.verify_ps384
      io.jwt.verify_ps512
      io.jwt.verify_rs256
      io.jwt.verify_rs384
      io.jwt.verify_rs512
      json.marshal_with_options
      json.match_schema
      json.patch
      json.verify_schema
      net.cidr_contains
      net.cidr_contains_matches
      net.cidr_expand
      net.cidr_intersects
      net.cidr_is_valid
      net.cidr_merge
      net.cidr_overlap
      net.lookup_ip_addr
      opa.runtime
      print
      providers.aws.sign_req
      rand.intn
      regex.globs_match
      regex.template_match
      rego.metadata.chain
      rego.metadata.rule
      rego.parse_module
      strings.render_template
      time.format
      time.now_ns
      time.parse_ns
      trace
      units.parse
      uuid.parse
      uuid.rfc4122
      yaml.is_valid
      yaml.marshal
      yaml.unmarshal
      """;

  private static final Set<String> DEPRECATED =
      Set.of(
          "all",
          "any",
          "cast_array",
          "cast_boolean",
          "cast_null",
          "cast_object",
          "cast_set",
          "cast_string",
          "re_match",
          "set_diff",
          "net.cidr_overlap");

  private static final Set<String> LEFT_OUT =
      Arrays.stream(NOT_COVERED.split("\n")).collect(Collectors.toUnmodifiableSet());

  private Signatures() {}

  static boolean isLeftOut(String name) {
    return LEFT_OUT.contains(name);
  }

  static boolean isDeprecated(String name) {
    return DEPRECATED.contains(name);
  }
}
