package assay.core.workload;

import assay.core.text.Nearest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A parsed workload id: {@code family/flag,key=value,key=value}. {@code ;} may replace {@code ,}
 * and {@code :} may replace {@code =}, since JMH's own command line splits parameters at those.
 * Every part must be taken by a getter; {@link #done} rejects the rest.
 */
final class WorkloadId {
  private final String id;
  private final String family;
  private final Map<String, String> parameters = new LinkedHashMap<>();
  private final List<String> flags = new ArrayList<>();
  private final List<String> known = new ArrayList<>();

  private WorkloadId(String id, String family) {
    this.id = id;
    this.family = family;
  }

  static WorkloadId parse(String text) {
    String id = text.trim().replace(';', ',').replace(':', '=');
    int slash = id.indexOf('/');
    if (slash <= 0 || slash == id.length() - 1) {
      throw new WorkloadException(
          "workload '"
              + text
              + "' must have the form family/parameters, for example gemm/m=512,n=512,k=512");
    }
    WorkloadId result = new WorkloadId(id, id.substring(0, slash));
    for (String part : id.substring(slash + 1).split(",", -1)) {
      result.take(part.trim());
    }
    return result;
  }

  private void take(String part) {
    int equals = part.indexOf('=');
    if (part.isEmpty() || equals == 0 || equals == part.length() - 1) {
      throw new WorkloadException("workload '" + id + "': '" + part + "' must be key=value");
    }
    if (equals < 0) {
      flags.add(part);
    } else if (parameters.put(part.substring(0, equals), part.substring(equals + 1)) != null) {
      throw new WorkloadException(
          "workload '" + id + "' gives " + part.substring(0, equals) + " twice");
    }
  }

  String family() {
    return family;
  }

  /** The one word without a value, for example {@code triad}; it must be one of {@code allowed}. */
  String word(List<String> allowed) {
    if (flags.size() != 1 || !allowed.contains(flags.getFirst())) {
      throw new WorkloadException(
          "workload '"
              + id
              + "' must name one of "
              + String.join(", ", allowed)
              + " after "
              + family
              + "/; "
              + Nearest.hint(flags.isEmpty() ? "" : flags.getFirst(), allowed));
    }
    return flags.removeFirst();
  }

  private Optional<String> take(String key, boolean required) {
    known.add(key);
    String value = parameters.remove(key);
    if (value == null && required) {
      throw new WorkloadException("workload '" + id + "' is missing " + key + "=…");
    }
    return Optional.ofNullable(value);
  }

  long extent(String key) {
    return whole(key, take(key, true).orElseThrow(), 1);
  }

  long extent(String key, long otherwise) {
    return take(key, false).map(v -> whole(key, v, 1)).orElse(otherwise);
  }

  long natural(String key, long otherwise) {
    return take(key, false).map(v -> whole(key, v, 0)).orElse(otherwise);
  }

  double number(String key, double otherwise) {
    return take(key, false).map(v -> real(key, v)).orElse(otherwise);
  }

  String choice(String key, List<String> allowed, String otherwise) {
    String value = take(key, false).orElse(otherwise);
    if (!allowed.contains(value)) {
      throw new WorkloadException(
          "workload '"
              + id
              + "': "
              + key
              + "="
              + value
              + " is not one of "
              + String.join(", ", allowed)
              + "; "
              + Nearest.hint(value, allowed));
    }
    return value;
  }

  private long whole(String key, String value, long min) {
    long number = parse(key, value, Long::parseLong, "a whole number that fits 64 bits");
    if (number < min) {
      throw new WorkloadException(
          "workload '" + id + "': " + key + "=" + value + " must be at least " + min);
    }
    return number;
  }

  private double real(String key, String value) {
    double number = parse(key, value, Double::parseDouble, "a number");
    if (!Double.isFinite(number)) {
      throw new WorkloadException(
          "workload '" + id + "': " + key + "=" + value + " must be finite");
    }
    return number;
  }

  private <T> T parse(String key, String value, Function<String, T> parser, String what) {
    try {
      return parser.apply(value);
    } catch (NumberFormatException e) {
      throw new WorkloadException(
          "workload '" + id + "': " + key + "=" + value + " must be " + what);
    }
  }

  /** Rejects parts that no getter has taken. */
  void done() {
    List<String> rest = new ArrayList<>(flags);
    rest.addAll(parameters.keySet());
    if (!rest.isEmpty()) {
      throw new WorkloadException(
          "workload '"
              + id
              + "': "
              + family
              + " has no parameter '"
              + rest.getFirst()
              + "'; it has "
              + String.join(", ", known));
    }
  }
}
