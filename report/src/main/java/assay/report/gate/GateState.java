package assay.report.gate;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the gate remembers from night to night.
 *
 * @param night number of the last night, −1 before the first
 * @param series by key
 * @param hosts the common factor of each host as a series of its own, by host key
 * @param pool the fleet's past scores
 */
public record GateState(
    int night,
    SortedMap<String, SeriesState> series,
    SortedMap<String, SeriesState> hosts,
    OnsetPool pool) {
  /** Copies the maps; they are sorted so that sums do not depend on the order of a hash. */
  public GateState {
    series = Collections.unmodifiableSortedMap(new TreeMap<>(series));
    hosts = Collections.unmodifiableSortedMap(new TreeMap<>(hosts));
  }

  /** Before the first night. */
  public static GateState empty() {
    return new GateState(-1, new TreeMap<>(), new TreeMap<>(), OnsetPool.empty());
  }

  /**
   * The state in which a change of a series is accepted: its event is closed, and its baseline and
   * anchor begin anew at the first bad night.
   *
   * @throws IllegalArgumentException if the series has no open event
   */
  public GateState accept(String key) {
    return new GateState(night, accept(series, key), hosts, pool);
  }

  /** The same for a host. */
  public GateState acceptHost(String key) {
    return new GateState(night, series, accept(hosts, key), pool);
  }

  private static SortedMap<String, SeriesState> accept(Map<String, SeriesState> all, String key) {
    SeriesState state = all.get(key);
    if (state == null || state.event() == null) {
      throw new IllegalArgumentException(key + " has no open event");
    }
    SortedMap<String, SeriesState> next = new TreeMap<>(all);
    next.put(key, state.accepted());
    return next;
  }

  /** The state without a series that will not come back; it is not missing any more. */
  public GateState without(String key) {
    SortedMap<String, SeriesState> next = new TreeMap<>(series);
    next.remove(key);
    return new GateState(night, next, hosts, pool);
  }
}
