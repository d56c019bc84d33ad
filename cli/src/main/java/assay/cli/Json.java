package assay.cli;

import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** JSON output of commands, except the run record. */
final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private Json() {}

  private static final JsonMapper LINES = JsonMapper.builder().build();

  /** A value on one line. */
  static String line(Object value) {
    return LINES.writeValueAsString(value);
  }

  static String write(Object value) {
    return MAPPER.writeValueAsString(value);
  }
}
