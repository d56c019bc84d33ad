package assay.core.harness;

import assay.core.availability.Availability;
import assay.core.telemetry.Channel;
import assay.core.telemetry.Instrument;
import assay.core.telemetry.Readings;
import assay.core.telemetry.TelemetrySource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** A source whose channels are functions of time. */
final class TestMeter implements TelemetrySource {
  private final String id;
  private final List<Channel> channels = new ArrayList<>();
  private final List<LongToDoubleFunction> values = new ArrayList<>();
  private final List<Gap> gaps = new ArrayList<>();
  private final Map<Integer, String> reasons = new ConcurrentHashMap<>();
  private volatile long pid = -1;
  private final AtomicInteger reads = new AtomicInteger();
  private volatile boolean closed;
  private final @Nullable RuntimeException thrown;

  TestMeter(String id) {
    this(id, null);
  }

  TestMeter(String id, @Nullable RuntimeException thrown) {
    this.id = id;
    this.thrown = thrown;
  }

  /** Adds a channel whose value depends on {@link System#nanoTime()}; NaN is missing. */
  TestMeter with(Channel channel, LongToDoubleFunction value) {
    channels.add(channel);
    values.add(value);
    return this;
  }

  /** Adds something that the source cannot read. */
  TestMeter gap(Gap gap) {
    gaps.add(gap);
    return this;
  }

  /** From now on a channel is missing. */
  void lose(int channel, String reason) {
    reasons.put(channel, reason);
  }

  long pid() {
    return pid;
  }

  int reads() {
    return reads.get();
  }

  boolean closed() {
    return closed;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public String description() {
    return "a test's own";
  }

  @Override
  public Availability<Opened> open(Context context) {
    if (thrown != null) {
      throw thrown;
    }
    return new Availability.Available<>(
        new Opened(new Reader(), channels.size() + " channels", gaps));
  }

  private final class Reader implements Instrument {
    @Override
    public List<Channel> channels() {
      return channels;
    }

    @Override
    public void read(Readings into) {
      reads.incrementAndGet();
      for (int i = 0; i < channels.size(); i++) {
        String reason = reasons.get(i);
        if (reason != null) {
          into.missing(i, reason);
        } else {
          into.value(i, values.get(i).applyAsDouble(System.nanoTime()));
        }
      }
    }

    @Override
    public void follow(long process) {
      pid = process;
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
