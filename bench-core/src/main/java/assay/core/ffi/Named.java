package assay.core.ffi;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A system property, and an environment variable used if it is not set, with which a user names a
 * library or its folders. It replaces all other places.
 */
public record Named(String property, String variable) {
  /** The value; null if neither is set. */
  public @Nullable String value() {
    return value(System.getenv());
  }

  /** The same with another environment. */
  public @Nullable String value(Map<String, String> environment) {
    String set = System.getProperty(property);
    String named = set != null ? set : environment.get(variable);
    return named == null || named.isBlank() ? null : named;
  }

  /** Both names, for messages. */
  @Override
  public String toString() {
    return property.equals(variable) ? variable : variable + " or " + property;
  }
}
