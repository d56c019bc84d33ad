package assay.cpu.telemetry;

import assay.core.host.HostRoot;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The CPU time of this process and of those it follows, in clock ticks. It never decreases and does
 * not jump when another process is followed.
 *
 * <p>A process counts from the moment it is followed. A child keeps counting until it ends, even if
 * another process is followed meanwhile; its time since the last reading is then part of the time
 * that the kernel adds to the parent once that has waited for the child. For a process that is not
 * a child, the time since the last reading is lost.
 */
final class OurProcesses implements AutoCloseable {
  private static final String NONE = "no process is followed";

  private final HostRoot root;
  private final ProcessStat own;
  private final List<Followed> counted = new ArrayList<>();
  private @Nullable Followed current;
  private String currentProblem = NONE;
  private long ended;
  private long ticks;
  private long followedTicks;
  // Time of this process's children just before the followed ones were last read: it does not
  // include a child that still existed then.
  private long reapedBefore;

  OurProcesses(HostRoot root) {
    this.root = root;
    this.own = new ProcessStat(root, "self");
  }

  /** A process that is or was followed and still exists. */
  private static final class Followed {
    private final ProcessStat stat;
    private final boolean child;
    private final long start;
    private final long from;
    private long last;

    Followed(ProcessStat stat, boolean child) {
      this.stat = stat;
      this.child = child;
      this.start = stat.start();
      this.from = stat.ticks();
      this.last = from;
    }

    long counts() {
      return last - from;
    }
  }

  /**
   * Follows another process, or none.
   *
   * @param pid its id; 0 for none
   */
  void follow(long pid) {
    leave();
    currentProblem = NONE;
    if (pid == 0) {
      return;
    }
    ProcessStat stat = new ProcessStat(root, Long.toString(pid));
    if (!own.refresh()) {
      currentProblem = own.problem();
    } else if (!stat.refresh()) {
      currentProblem = stat.problem();
    } else {
      current = among(stat);
      return;
    }
    stat.close();
  }

  /** The process among those that are counted, or a new one. */
  private Followed among(ProcessStat stat) {
    for (Followed known : counted) {
      if (known.stat.pid() == stat.pid() && known.start == stat.start()) {
        stat.close();
        return known;
      }
    }
    if (counted.isEmpty()) {
      reapedBefore = own.reapedTicks();
    }
    Followed added = new Followed(stat, stat.parent() == own.pid());
    counted.add(added);
    return added;
  }

  private void leave() {
    Followed left = current;
    current = null;
    if (left != null && !left.child) {
      counted.remove(left);
      ended += left.counts();
      left.stat.close();
    }
  }

  /** Reads all of them; false if this process itself cannot be read. */
  boolean refresh() {
    if (!own.refresh()) {
      return false;
    }
    long reaped = own.reapedTicks();
    List<Followed> gone = look();
    if (!gone.isEmpty()) {
      // Only a reading taken after they were seen to be gone is sure to include their time.
      if (!own.refresh()) {
        counted.addAll(gone);
        return false;
      }
      long last = gone.stream().filter(g -> g.child).mapToLong(g -> g.last).sum();
      boolean children = gone.stream().anyMatch(g -> g.child);
      ended += gone.stream().mapToLong(Followed::counts).sum();
      ended += children ? Math.max(0, own.reapedTicks() - reapedBefore - last) : 0;
    }
    reapedBefore = gone.isEmpty() ? reaped : own.reapedTicks();
    ticks = own.ownTicks() + ended + counted.stream().mapToLong(Followed::counts).sum();
    return true;
  }

  /** Reads the followed processes and removes those that have ended. */
  private List<Followed> look() {
    List<Followed> gone = new ArrayList<>();
    for (Iterator<Followed> all = counted.iterator(); all.hasNext(); ) {
      Followed process = all.next();
      long before = process.last;
      if (exists(process)) {
        followedTicks += process == current ? process.last - before : 0;
      } else {
        all.remove();
        process.stat.close();
        gone.add(process);
        if (process == current) {
          current = null;
          currentProblem = "process " + process.stat.pid() + " has ended";
        }
      }
    }
    return gone;
  }

  private boolean exists(Followed process) {
    if (!process.stat.refresh()) {
      // Only a process that is gone has ended; one that cannot be read now keeps its last value.
      return root.exists("proc/" + process.stat.pid());
    }
    if (process.stat.start() != process.start) {
      return false;
    }
    process.last = Math.max(process.last, process.stat.ticks());
    return true;
  }

  /** The time of this process and the followed ones. */
  long ticks() {
    return ticks;
  }

  /** The time that processes used while they were the one followed; never falls. */
  long followedTicks() {
    return followedTicks;
  }

  /** Whether the followed process exists. */
  boolean isFollowing() {
    return current != null;
  }

  /** Why no process is followed. */
  String followingProblem() {
    return currentProblem;
  }

  /** Why this process cannot be read. */
  String problem() {
    return own.problem();
  }

  @Override
  public void close() {
    own.close();
    counted.forEach(f -> f.stat.close());
    counted.clear();
    current = null;
  }
}
