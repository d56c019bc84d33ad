package assay.core.host;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import assay.core.host.PerfStat.Count;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Events of {@code perf} worth counting under a kernel: cycles, instructions, caches,
 * floating-point operations by vector width, and the traffic of the memory controllers.
 */
public final class PerfEvents {
  private static final List<String> EVERYWHERE =
      List.of(
          "task-clock",
          "cycles",
          "instructions",
          "cache-references",
          "cache-misses",
          "L1-dcache-load-misses",
          "branch-misses",
          "page-faults",
          "context-switches");

  /**
   * Intel's events by operations per count. An FMA counts twice, so that weights are elements of a
   * vector (Intel's event list, FP_ARITH_INST_RETIRED).
   */
  private static final Map<String, Integer> INTEL = intel();

  /** AMD's event counts operations; an FMA counts as two (AMD's PPR, PMCx003). */
  private static final String AMD_FLOPS = "fp_ret_sse_avx_ops.all";

  /** AMD from Zen 4: instructions by width, which are no operations. */
  private static final List<String> AMD_WIDTHS =
      List.of(
          "fp_ops_retired_by_width.scalar_uops_retired",
          "fp_ops_retired_by_width.pack_128_uops_retired",
          "fp_ops_retired_by_width.pack_256_uops_retired",
          "fp_ops_retired_by_width.pack_512_uops_retired");

  private static final String DEVICES = "sys/bus/event_source/devices";

  /** Events of Intel's memory controllers, of servers and of clients. */
  private static final Set<String> TRAFFIC =
      Set.of(
          "cas_count_read",
          "cas_count_write",
          "data_reads",
          "data_writes",
          "data_read",
          "data_write");

  private PerfEvents() {}

  private static Map<String, Integer> intel() {
    Map<String, Integer> weights = new LinkedHashMap<>();
    weights.put("fp_arith_inst_retired.scalar_single", 1);
    weights.put("fp_arith_inst_retired.scalar_double", 1);
    for (int bits = 128; bits <= 512; bits *= 2) {
      weights.put("fp_arith_inst_retired." + bits + "b_packed_single", bits / Float.SIZE);
      weights.put("fp_arith_inst_retired." + bits + "b_packed_double", bits / Double.SIZE);
    }
    return weights;
  }

  /** Events of a process; perf need not know all of them. */
  public static List<String> ofProcess(HostRoot root) {
    List<String> events = new ArrayList<>(EVERYWHERE);
    switch (CpuInfo.first(root).maker()) {
      case INTEL -> events.addAll(INTEL.keySet());
      case AMD -> {
        events.add(AMD_FLOPS);
        events.addAll(AMD_WIDTHS);
      }
      case ARM, OTHER -> {}
    }
    return events;
  }

  /**
   * Events of the memory controllers, which count for all processes together; empty where the
   * kernel shows none. Intel's are in bytes (perf scales them), AMD's count transfers of 64 bytes.
   */
  public static List<String> ofMemory(HostRoot root) {
    List<String> events = new ArrayList<>();
    for (String device : root.names(DEVICES)) {
      if (device.startsWith("uncore_imc")) {
        root.names(DEVICES + "/" + device + "/events").stream()
            .filter(TRAFFIC::contains)
            .forEach(event -> events.add(device + "/" + event + "/"));
      } else if (device.startsWith("amd_umc")) {
        events.add(device + "/umc_cas_cmd.rd/");
        events.add(device + "/umc_cas_cmd.wr/");
      }
    }
    return events;
  }

  /**
   * Floating-point operations of all widths, an FMA as two; unavailable if an event that they are
   * made of is.
   *
   * @param counts as counted
   */
  public static Availability<Double> flops(Map<String, Availability<Count>> counts) {
    Availability<Count> amd = counts.get(AMD_FLOPS);
    if (amd != null) {
      return amd.map(Count::value);
    }
    double sum = 0;
    boolean any = false;
    for (Map.Entry<String, Integer> event : INTEL.entrySet()) {
      Availability<Count> count = counts.get(event.getKey());
      // Not asked for where perf does not know it: a processor without this width.
      switch (count) {
        case null -> {}
        case Available<Count>(Count some) -> {
          any = true;
          sum += event.getValue() * some.value();
        }
        case Unavailable<Count> none -> {
          return none.as();
        }
      }
    }
    return any
        ? new Available<>(sum)
        : new Unavailable<>("no event that counts floating-point operations was accepted here");
  }
}
