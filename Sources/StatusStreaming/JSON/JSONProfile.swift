/// Which of the many spellings of a JSON text is written.
///
/// Both are compact, keep the order of the fields, write nulls and leave characters outside of
/// ASCII unescaped.
public enum JSONProfile: Sendable, Hashable {
  /// The bytes that pydantic's `model_dump_json()` gives.
  case reference
  /// The same, but with U+2028 and U+2029 escaped: clients that treat them as ends of a line, as
  /// JavaScript did before ECMAScript 2019, break on the raw characters.
  case portable
}
