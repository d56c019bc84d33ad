package assay.core.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import assay.core.host.HostRoot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is read when, with instruments that count how often they are. */
@Timeout(60)
class SamplerTest {
  private static final Domain HOST = Domain.host("host", Domain.Kind.HOST);
  private static final Duration NEVER = Duration.ofHours(1);

  /** An instrument with one channel that shows how often it was read. */
  private static final class Counting implements Instrument {
    private final Channel channel;
    private final AtomicInteger reads = new AtomicInteger();
    private volatile long pid = -1;
    private volatile boolean closed;
    private volatile long stamp;

    Counting(Channel channel) {
      this.channel = channel;
    }

    @Override
    public List<Channel> channels() {
      return List.of(channel);
    }

    @Override
    public void read(Readings into) {
      into.value(0, reads.incrementAndGet());
      if (stamp != 0) {
        into.takenAt(stamp);
      }
    }

    @Override
    public Facts facts() {
      return new Facts(Map.of("id", channel.id()), Map.of(), Map.of(), Map.of());
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

  /** A source that opens an instrument, or throws if there is none. */
  private record Source(String id, @Nullable Instrument instrument) implements TelemetrySource {
    @Override
    public String description() {
      return "a test's own";
    }

    @Override
    public Availability<TelemetrySource.Opened> open(Context context) {
      if (instrument == null) {
        throw new IllegalStateException("no such folder");
      }
      return new Available<>(new TelemetrySource.Opened(instrument, "one channel", List.of()));
    }
  }

  private final Counting load = new Counting(new Channel.Gauge("load", HOST, "%"));
  private final Counting meter = new Counting(new Channel.Power("power", HOST, 0.1, 0, null));
  private final Counting counter =
      new Counting(new Channel.EnergyCounter("energy", HOST, 1, 1e9, 0.1, 1e9, null));

  private OpenSources open() {
    return OpenSources.open(
        List.of(new Source("a", load), new Source("b", meter), new Source("c", counter)),
        new TelemetrySource.Context(HostRoot.machine(), Optional.empty()));
  }

  @Test
  void aWindowHasAReadingOfEverythingAtEitherEdge() {
    List<Snapshot> logged = Collections.synchronizedList(new ArrayList<>());
    try (Sampler sampler = new Sampler(open(), NEVER, logged::add)) {
      assertThat(sampler.end()).as("no window was begun").isEmpty();
      long before = System.nanoTime();
      sampler.begin(Duration.ZERO);
      List<Snapshot> window = sampler.end();
      long after = System.nanoTime();
      assertThat(window).hasSizeBetween(2, 3); // The first slow reading may fall into it.
      assertThat(logged).containsAll(window);
      for (Snapshot snapshot : window) {
        assertThat(snapshot.readings()).hasSize(3).doesNotContainNull();
        assertThat(snapshot.nanos()).isBetween(before, after);
        for (int i = 0; i < 3; i++) {
          Point point = Objects.requireNonNull(snapshot.point(i, 0));
          assertThat(point.nanos()).isBetween(snapshot.nanos(), after);
        }
      }
      assertThat(sampler.end()).as("it has ended").isEmpty();
      sampler.begin(Duration.ZERO);
      sampler.abandon();
      assertThat(sampler.end()).as("it was abandoned").isEmpty();
    }
  }

  /** Between the edges only energy and power are read, as often as was asked for. */
  @Test
  void metersAreReadMoreOftenInAnEnergyWindow() throws InterruptedException {
    CountDownLatch dense = new CountDownLatch(5);
    try (Sampler sampler =
        new Sampler(
            open(),
            NEVER,
            snapshot -> {
              if (snapshot.readings().getFirst() == null) {
                dense.countDown();
              }
            })) {
      sampler.begin(Duration.ofMillis(1));
      dense.await();
      List<Snapshot> window = sampler.end();
      assertThat(window.getFirst().point(0, 0)).isNotNull();
      assertThat(window.getLast().point(0, 0)).isNotNull();
      List<Snapshot> inside =
          window.stream().filter(snapshot -> snapshot.point(0, 0) == null).toList();
      assertThat(inside).hasSizeGreaterThanOrEqualTo(5);
      assertThat(inside)
          .allSatisfy(snapshot -> {
            assertThat(snapshot.point(1, 0)).isNotNull();
            assertThat(snapshot.point(2, 0)).isNotNull();
          });
      int reads = meter.reads.get();
      sampler.begin(Duration.ZERO);
      sampler.end();
      assertThat(meter.reads.get()).as("no longer read so often").isLessThan(reads + 5);
    }
  }

  @Test
  void everythingIsReadPeriodically() throws InterruptedException {
    CountDownLatch three = new CountDownLatch(3);
    try (Sampler sampler = new Sampler(open(), Duration.ofMillis(2), _ -> three.countDown())) {
      three.await();
      assertThat(load.reads.get()).isGreaterThanOrEqualTo(3);
      assertThat(sampler.percentOfCore()).isStrictlyBetween(0.0, 100.0);
    }
  }

  @Test
  void oneChannelIsReadAtOnce() {
    try (Sampler sampler = new Sampler(open(), NEVER, _ -> {})) {
      long before = System.nanoTime();
      Point point = sampler.read(1, 0);
      assertThat(point.present()).isTrue();
      assertThat(point.value()).isEqualTo(meter.reads.get());
      assertThat(point.nanos()).isBetween(before, System.nanoTime());
      meter.stamp = 42;
      assertThat(sampler.read(1, 0).nanos()).isEqualTo(42);
    }
  }

  /** A reading without a time stamp of its own is from the middle of its reading. */
  @Test
  void anInstrumentsOwnTimeStampIsKept() {
    counter.stamp = 42;
    try (Sampler sampler = new Sampler(open(), NEVER, _ -> {})) {
      sampler.begin(Duration.ZERO);
      for (Snapshot snapshot : sampler.end()) {
        Point own = Objects.requireNonNull(snapshot.point(2, 0));
        assertThat(own.nanos()).isEqualTo(42);
      }
    }
  }

  @Test
  void instrumentsFollowTheProcessAndAreClosed() {
    OpenSources sources = open();
    try (Sampler sampler = new Sampler(sources, NEVER, _ -> {})) {
      assertThat(sampler.sources()).isSameAs(sources);
      sampler.follow(77);
      assertThat(List.of(load.pid, meter.pid, counter.pid)).containsOnly(77L);
    }
    assertThat(List.of(load.closed, meter.closed, counter.closed)).containsOnly(true);
  }

  /** A source that cannot be opened does not keep the others from being read. */
  @Test
  void sourcesThatFailAreUnavailable() {
    TelemetrySource broken = new Source("broken", null);
    TelemetrySource works = new Source("works", load);
    OpenSources sources =
        OpenSources.open(
            List.of(broken, works),
            new TelemetrySource.Context(HostRoot.machine(), Optional.empty()));
    assertThat(sources.found().keySet()).containsExactly(broken, works);
    assertThat(sources.found().get(broken))
        .isInstanceOfSatisfying(
            Unavailable.class,
            u ->
                assertThat(u.reason())
                    .isEqualTo(
                        "it failed while being opened: java.lang.IllegalStateException: no such"
                            + " folder"));
    assertThat(sources.instruments()).containsExactly(new OpenSources.Opened("works", load));
    assertThat(sources.facts()).extracting(Facts::identity).containsExactly(Map.of("id", "load"));
  }

  @Test
  void onlyEnergyAndPowerMeterEnergy() {
    assertThat(load.metersEnergy()).isFalse();
    assertThat(meter.metersEnergy()).isTrue();
    assertThat(counter.metersEnergy()).isTrue();
  }

  @Test
  void whatIsNotWrittenIsMissing() {
    Readings readings =
        new Readings(java.util.Collections.nCopies(3, new Channel.Gauge("load", HOST, "%")), 7);
    assertThat(readings.size()).isEqualTo(3);
    assertThat(readings.nanos()).isEqualTo(7);
    readings.value(0, 5);
    readings.value(1, Double.NaN);
    assertThat(readings.value(0)).isEqualTo(5);
    assertThat(readings.reason(0)).isNull();
    assertThat(readings.reason(1)).isEqualTo("read as NaN");
    assertThat(readings.reason(2)).isEqualTo("not read");
    assertThatIllegalStateException()
        .isThrownBy(() -> readings.value(2))
        .withMessage("channel 2 is missing: not read");
    readings.missing(0, "gone");
    assertThat(readings.reason(0)).isEqualTo("gone");
    Snapshot snapshot = new Snapshot(1, List.of(readings));
    assertThat(snapshot.point(0, 1)).isEqualTo(new Point(7, 0, "read as NaN"));
    assertThat(Point.missing(7, "gone").present()).isFalse();
    assertThatIllegalArgumentException().isThrownBy(() -> Point.of(7, Double.NaN));
  }

  @Test
  void channelsAndDomainsAreChecked() {
    double[][] wrong = {{0, 10, 1, 1}, {1, 1, 1, 1}, {1, 10, 0, 1}, {1, 10, 1, 0}};
    for (double[] w : wrong) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new Channel.EnergyCounter("c", HOST, w[0], w[1], w[2], w[3], null))
          .withMessageContaining("c: ");
    }
    assertThatIllegalArgumentException().isThrownBy(() -> Domain.host(" ", Domain.Kind.HOST));
    Domain gpu = Domain.accelerator("gpu-0", Domain.Kind.GPU, "0000:3b:00.0");
    assertThat(Domain.within(gpu, "gpu-0/hbm", Domain.Kind.DRAM))
        .isEqualTo(new Domain("gpu-0/hbm", Domain.Kind.DRAM, "gpu-0", "0000:3b:00.0"));
  }
}
