package assay.core.harness;

import java.util.Arrays;
import java.util.Optional;

/** A profiler that a fork can run under. */
public enum JmhProfiler {
  /** Allocation rate and collections. */
  GC("gc"),
  /** Where threads are, sampled from within the JVM at safepoints. */
  STACK("stack"),
  /** The JVM's own recorder. */
  JFR("jfr"),
  /** Counters of {@code perf stat}, divided by the number of executions, as JMH does it. */
  PERFNORM("perfnorm"),
  /** The hottest instructions, from {@code perf record} and the JVM's disassembler. */
  PERFASM("perfasm"),
  /** Stacks of Java and native code, sampled by async-profiler outside of safepoints. */
  ASYNC("async"),
  /** Counters of {@code perf stat} over exactly the measured iteration; ours, not JMH's. */
  COUNTERS("counters");

  private final String id;

  JmhProfiler(String id) {
    this.id = id;
  }

  /** JMH's name of it; {@code counters} for ours. */
  public String id() {
    return id;
  }

  /** The profiler of that name; empty if there is none. */
  public static Optional<JmhProfiler> byId(String id) {
    return Arrays.stream(values()).filter(p -> p.id.equals(id)).findFirst();
  }
}
