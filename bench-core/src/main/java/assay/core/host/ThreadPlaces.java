package assay.core.host;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import assay.core.ffi.CLibrary;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Pins the threads of a fork's team to a processor each, so that no two meet on one and each keeps
 * its caches, its kind of core and its memory node.
 *
 * <p>A new thread inherits the processors of the one that creates it. The calling thread is
 * therefore pinned only while executions are timed: a library's or the oracle's threads, which it
 * creates at other times, go where they like. It is not pinned at all unless it belongs to a team.
 *
 * <p>One object serves a process. Nothing is pinned before {@link #begin}, nor where that finds a
 * reason not to.
 */
public final class ThreadPlaces {
  private static volatile List<Integer> places = List.of();
  private static volatile Availability<String> decided =
      new Unavailable<>("pinning was not asked for");
  private static volatile boolean team;
  private static volatile BitSet allowed = new BitSet();
  private static final Map<Integer, Integer> PINNED = new ConcurrentSkipListMap<>();

  private ThreadPlaces() {}

  /**
   * Decides where threads go.
   *
   * @param threads that compute at the same time, the caller's included
   */
  public static void begin(HostRoot root, int threads) {
    places = List.of();
    PINNED.clear();
    BitSet usable = CpuTopology.allowed(root).orElse(new BitSet());
    List<Integer> order =
        CpuTopology.read(root).placement(usable).stream().map(CpuTopology.Cpu::number).toList();
    double quota = ControlGroups.own(root).processors().orElse(Double.POSITIVE_INFINITY);
    if (order.size() < threads) {
      decided =
          new Unavailable<>(
              threads + " threads, but the kernel shows " + order.size() + " processors for them");
    } else if (quota < order.size()) {
      // Which of the processors are free is the scheduler's knowledge alone.
      decided = new Unavailable<>("a quota allows less time than the processors have");
    } else {
      allowed = usable;
      places = order.subList(0, threads);
      decided = new Available<>("");
    }
  }

  /** Says that the calling thread is worker 0 of a team whose other members pin themselves. */
  public static void lead() {
    team = true;
  }

  /** Pins the calling thread to its place. */
  public static void pin(int worker) {
    List<Integer> all = places;
    if (worker < all.size()) {
      BitSet one = new BitSet();
      one.set(all.get(worker));
      if (CLibrary.setAffinity(one)) {
        PINNED.put(worker, all.get(worker));
      } else {
        decided = new Unavailable<>("the system refused it");
      }
    }
  }

  /** Pins the calling thread if it leads a team: executions are timed from now on. */
  public static void timingBegins() {
    if (team) {
      pin(0);
    }
  }

  /** Lets the calling thread run anywhere again. */
  public static void timingEnds() {
    if (team && PINNED.containsKey(0)) {
      CLibrary.setAffinity(allowed);
    }
  }

  /** Where threads were pinned, such as {@code threads pinned to processors 1, 2}, or why not. */
  public static String describe() {
    return switch (decided) {
      case Unavailable<String> none -> "threads not pinned: " + none.reason();
      case Available<String> _ when PINNED.isEmpty() ->
          "threads not pinned: the target's are not of a team of Assay's";
      case Available<String> _ ->
          "threads pinned to processors "
              + String.join(", ", PINNED.values().stream().map(String::valueOf).toList());
    };
  }
}
