package assay.core.record;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import assay.core.checks.Checks;
import assay.core.stats.Quantiles;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;
import org.jspecify.annotations.Nullable;

/**
 * Service times of single executions within one fork: each execution is started when the one before
 * has ended (a closed loop), so no time that a request would wait in a queue is in them.
 *
 * @param count number of executions, at least 1
 * @param percentiles of this fork alone, in s, type 7, or why one is unavailable; all metrics of
 *     {@link MetricKey.Family#LATENCY}
 * @param histogram all times in ns with three significant digits: a compressed HdrHistogram (G.
 *     Tene; encoding V2) in Base64; null in older records
 */
public record Latency(
    long count, Map<MetricKey, Availability<Double>> percentiles, @Nullable String histogram) {
  private static final List<MetricKey> WANTED = MetricKey.of(MetricKey.Family.LATENCY);
  private static final int DIGITS = 3;
  private static final double NANOS = 1e-9;

  /** Longer than any fork may take, ns. */
  private static final long MAX_NANOS = 1_000_000_000_000_000L;

  public Latency {
    Map<MetricKey, Availability<Double>> ordered = new EnumMap<>(MetricKey.class);
    ordered.putAll(percentiles);
    percentiles = Collections.unmodifiableMap(ordered);
    if (!List.copyOf(percentiles.keySet()).equals(WANTED)) {
      throw new IllegalArgumentException("percentiles must be " + WANTED);
    }
    percentiles.forEach(
        (key, value) -> value.toOptional().ifPresent(s -> Checks.notNegative(key.id(), s)));
    if (count < 1) {
      throw new IllegalArgumentException("latency needs at least one execution");
    }
    if (histogram != null) {
      long counted = decode(histogram).getTotalCount();
      if (counted != count) {
        throw new IllegalArgumentException(
            "the histogram has " + counted + " executions, not " + count);
      }
    }
  }

  /**
   * The service times of all executions of a fork. A percentile beyond which less than one sample
   * is expected (count · (1 − p) below 1) would merely be the largest sample and is unavailable.
   *
   * @param seconds duration of each execution in s
   */
  public static Latency of(double[] seconds) {
    Map<MetricKey, Availability<Double>> percentiles = new EnumMap<>(MetricKey.class);
    for (MetricKey key : WANTED) {
      long needed = needed(key, 1);
      percentiles.put(
          key,
          seconds.length < needed
              ? new Unavailable<>(seconds.length + " executions, " + key + " needs " + needed)
              : new Available<>(Quantiles.quantile(seconds, share(key))));
    }
    return new Latency(seconds.length, percentiles, encode(seconds));
  }

  /** The share of executions that a percentile exceeds, such as 0.999 of p99.9. */
  static double share(MetricKey percentile) {
    return new BigDecimal(percentile.id().substring(1)).movePointLeft(2).doubleValue();
  }

  /** How many executions leave {@code beyond} of them beyond a percentile. */
  static long needed(MetricKey percentile, int beyond) {
    return Math.round(beyond / (1 - share(percentile)));
  }

  /** Number of executions by their time in s, to 0.05 %; null in older records. */
  @Nullable SortedMap<Double, Long> counts() {
    if (histogram == null) {
      return null;
    }
    Histogram times = decode(histogram);
    SortedMap<Double, Long> counts = new TreeMap<>();
    for (HistogramIterationValue step : times.recordedValues()) {
      long nanos = times.medianEquivalentValue(step.getValueIteratedTo());
      counts.put(nanos * NANOS, step.getCountAtValueIteratedTo());
    }
    return counts;
  }

  private static String encode(double[] seconds) {
    Histogram times = new Histogram(MAX_NANOS, DIGITS);
    for (double time : seconds) {
      times.recordValue(Math.clamp(Math.round(time / NANOS), 1, MAX_NANOS));
    }
    ByteBuffer bytes = ByteBuffer.allocate(times.getNeededByteBufferCapacity());
    int length = times.encodeIntoCompressedByteBuffer(bytes, Deflater.BEST_COMPRESSION);
    return Base64.getEncoder().encodeToString(Arrays.copyOf(bytes.array(), length));
  }

  private static Histogram decode(String encoded) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(encoded));
      return Histogram.decodeFromCompressedByteBuffer(bytes, 1);
    } catch (DataFormatException | RuntimeException e) {
      throw new IllegalArgumentException(
          "the histogram of latencies cannot be decoded: " + e.getMessage(), e);
    }
  }
}
