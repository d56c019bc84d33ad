package assay.cpu.telemetry;

import assay.core.host.HostRoot;
import assay.core.telemetry.Channel;
import assay.core.telemetry.Domain;
import assay.core.telemetry.InterferenceKind;
import assay.core.telemetry.Readings;
import assay.core.telemetry.ValidRange;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * CPU seconds of the machine, of the followed process, and of all other processes.
 *
 * <p>The time of all others is the busy time without this process and those it follows; it counts
 * from the first reading. Times of the machine and of processes are rounded to ticks at different
 * moments, so the difference jitters by a few ticks. The largest value so far is reported: it is
 * too high by no more than the jitter.
 *
 * <p>Idle time may fall by a little as well (Documentation/filesystems/proc.rst). Any greater fall
 * means that the counters were reset, as when a container is moved: the time of all others then
 * counts from 0 again.
 */
final class ProcStatPart implements Part {
  /**
   * Seconds of a clock tick in {@code /proc}. The kernel scales to USER_HZ whatever its own tick
   * rate is, and USER_HZ is 100 on every architecture this Java runs on (only Alpha and Itanium
   * differ).
   */
  static final double SECONDS_PER_TICK = 0.01;

  private static final byte[] ALL = "cpu ".getBytes(StandardCharsets.US_ASCII);
  // user nice system idle iowait irq softirq steal; the guest times that follow are part of user
  // and nice.
  private static final int FIELDS = 8;
  private static final int IDLE = 3;
  private static final int WAITING = 4;
  private static final int STEAL = 7;
  private static final long JITTER_TICKS = 10;

  private final SmallFile file;
  private final OurProcesses ours;
  private final List<Channel> channels;
  private final Scan scan = new Scan();
  private final long[] fields = new long[FIELDS];
  private final long jitter;
  private long busy;
  private long idle;
  private long steal;
  private boolean begun;
  private long othersAtFirst;
  private long others;

  ProcStatPart(HostRoot root, SmallFile file, int processors) {
    this.file = file;
    this.ours = new OurProcesses(root);
    this.jitter = JITTER_TICKS * processors;
    Domain host = Domain.host("host", Domain.Kind.HOST);
    this.channels =
        List.of(
            new Channel.Tally("cpu.busy", host, "s", processors),
            new Channel.Tally("cpu.idle", host, "s", processors),
            new Channel.Tally("cpu.total", host, "s", processors),
            new Channel.CauseTally("cpu.steal", host, "s", InterferenceKind.STEAL),
            new Channel.Tally(
                "process.busy", Domain.host("process", Domain.Kind.PROCESS), "s", processors),
            new Channel.CauseTally("cpu.others", host, "s", InterferenceKind.INTRUDER));
  }

  @Override
  public List<Channel> channels() {
    return channels;
  }

  @Override
  public void follow(long pid) {
    ours.follow(pid);
  }

  @Override
  public void read(Readings into, int first) {
    boolean machine = machine(into, first);
    boolean own = ours.refresh();
    if (ours.isFollowing()) {
      into.value(first + 4, ours.followedTicks() * SECONDS_PER_TICK);
    } else {
      into.missing(first + 4, ours.followingProblem());
    }
    if (machine && own) {
      into.value(first + 5, others() * SECONDS_PER_TICK);
    } else {
      String why = machine ? ours.problem() : file.name() + " cannot be read";
      into.missing(first + 5, why);
    }
  }

  private boolean machine(Readings into, int first) {
    String problem = file.refresh() ? parse() : file.problem();
    if (!problem.isEmpty()) {
      for (int i = 0; i < 4; i++) {
        into.missing(first + i, problem);
      }
      return false;
    }
    into.value(first, busy * SECONDS_PER_TICK);
    into.value(first + 1, idle * SECONDS_PER_TICK);
    into.value(first + 2, (busy + idle + steal) * SECONDS_PER_TICK);
    into.value(first + 3, steal * SECONDS_PER_TICK);
    return true;
  }

  /** Parses the fields; returns what is wrong with them, or an empty string. */
  private String parse() {
    boolean good = scan.over(file).find(ALL);
    long sum = 0;
    for (int i = 0; i < FIELDS && good; i++) {
      good = scan.number() && scan.value() >= 0 && !ValidRange.isAllOnes(scan.value());
      fields[i] = scan.value();
      sum += fields[i];
    }
    if (!good) {
      return file.name() + " does not begin with 'cpu' and " + FIELDS + " numbers";
    }
    long waiting = fields[IDLE] + fields[WAITING];
    idle = next(idle, waiting);
    steal = next(steal, fields[STEAL]);
    busy = next(busy, sum - waiting - fields[STEAL]);
    return "";
  }

  /** The larger one, unless the counter fell by more than jitter. */
  private long next(long before, long now) {
    if (now >= before - jitter) {
      return Math.max(before, now);
    }
    begun = false;
    return now;
  }

  private long others() {
    long now = busy - ours.ticks();
    if (!begun) {
      begun = true;
      othersAtFirst = now;
      others = 0;
    }
    others = Math.max(others, now - othersAtFirst);
    return others;
  }

  @Override
  public void close() {
    file.close();
    ours.close();
  }
}
