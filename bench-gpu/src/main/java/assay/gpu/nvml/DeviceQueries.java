package assay.gpu.nvml;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import assay.core.availability.Remedy;
import assay.core.telemetry.Channel;
import assay.core.telemetry.InterferenceKind;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Finds out what a device provides: every quantity is tried once, in each way that NVML has for it,
 * and becomes a gap if none works.
 */
final class DeviceQueries {
  private static final double HERTZ_PER_MEGAHERTZ = 1e6;
  private static final double SECONDS_PER_NANOSECOND = 1e-9;

  private final Gpu gpu;
  private final PowerTraits power;
  private final boolean divided;
  private final Gaps gaps = new Gaps();
  private final List<Query> queries = new ArrayList<>();

  private DeviceQueries(Gpu gpu) {
    this.gpu = gpu;
    this.power = PowerTraits.of(gpu);
    this.divided = gpu.divided();
  }

  /** Tries everything. */
  static Device open(Gpu gpu) {
    DeviceQueries device = new DeviceQueries(gpu);
    device.fields();
    device.utilization();
    device.clocks();
    device.temperature();
    device.memory();
    device.clockReasons();
    device.violations();
    device.pcie();
    XidEvents xids = device.xids();
    device.instances();
    return new Device(gpu, device.queries, xids, device.gaps.of(gpu.id()));
  }

  /** Adds the first query that works, or a gap if none does. */
  private void offer(String name, List<Query> alternatives) {
    int code = NvmlStatus.NOT_SUPPORTED.code();
    for (Query query : alternatives) {
      code = query.tried();
      if (code == 0) {
        queries.add(query);
        return;
      }
    }
    gaps.add(name, code);
  }

  private void fields() {
    FieldValues all = new FieldValues(gpu, List.of(Field.values()));
    int code = all.call();
    List<Field> given =
        Arrays.stream(Field.values()).filter(field -> code == 0 && all.code(field) == 0).toList();
    if (!given.isEmpty()) {
      queries.add(query(given));
    }
    for (Field field : Field.values()) {
      if (!given.contains(field)) {
        instead(field, code == 0 ? all.code(field) : code);
      }
    }
  }

  private Query query(List<Field> fields) {
    FieldValues values = new FieldValues(gpu, fields);
    return new Query(values::call, fields.stream().map(field -> output(field, values)).toList());
  }

  private Query.Output output(Field field, FieldValues values) {
    return new Query.Output(
        field.channel(gpu, power, 0), () -> values.code(field), () -> values.value(field));
  }

  /** Older drivers lack some fields and have functions for them. */
  private void instead(Field field, int fieldCode) {
    Channel channel = field.channel(gpu, power, power.usageAveragedSeconds());
    String name = field.channelName();
    switch (field) {
      case ENERGY -> offer(name, List.of(wide(Nvml::totalEnergy, channel)));
      case POWER -> offer(name, List.of(scalar(Nvml::powerUsage, channel, field.scale())));
      case POWER_LIMIT ->
          offer(name, List.of(scalar(Nvml::enforcedPowerLimit, channel, field.scale())));
      case PCIE_REPLAYS -> offer(name, List.of(scalar(Nvml::pcieReplays, channel, 1)));
      case ECC_CORRECTED -> offer(name, List.of(ecc(0, channel)));
      case ECC_UNCORRECTED -> offer(name, List.of(ecc(1, channel)));
      case MEMORY_TEMPERATURE -> gaps.add(name, fieldCode);
    }
  }

  /** A function that returns an unsigned int. */
  private Query scalar(Gpu.Getter function, Channel channel, double scale) {
    MemorySegment out = gpu.arena().allocate(JAVA_INT);
    return Query.of(
        () -> function.get(gpu.nvml(), gpu.handle(), out), unsigned(channel, out, scale));
  }

  /** A function of NVML that writes the value of one of a device's parts. */
  @FunctionalInterface
  private interface PartGetter {
    int get(Nvml nvml, MemorySegment device, int part, MemorySegment out);
  }

  /** The same with a selector before it. */
  private Query scalar(PartGetter function, int selector, Channel channel, double scale) {
    MemorySegment out = gpu.arena().allocate(JAVA_INT);
    return Query.of(
        () -> function.get(gpu.nvml(), gpu.handle(), selector, out), unsigned(channel, out, scale));
  }

  /** A function that returns an unsigned long long. */
  private Query wide(Gpu.Getter function, Channel channel) {
    MemorySegment out = gpu.arena().allocate(JAVA_LONG);
    return Query.of(
        () -> function.get(gpu.nvml(), gpu.handle(), out), unsignedLong(channel, out, 0, 1));
  }

  /** Errors since the driver was loaded, of type 0 corrected or 1 uncorrected. */
  private Query ecc(int type, Channel channel) {
    MemorySegment out = gpu.arena().allocate(JAVA_LONG);
    int sinceLoaded = 0;
    return Query.of(
        () -> gpu.nvml().totalEccErrors(gpu.handle(), type, sinceLoaded, out),
        unsignedLong(channel, out, 0, 1));
  }

  private static Query.Output unsigned(Channel channel, MemorySegment out, double scale) {
    return Query.Output.of(channel, () -> RawNumber.unsigned(out.get(JAVA_INT, 0)) * scale);
  }

  private static Query.Output unsignedLong(
      Channel channel, MemorySegment out, long offset, double scale) {
    return Query.Output.of(channel, () -> RawNumber.unsigned(out.get(JAVA_LONG, offset)) * scale);
  }

  private Channel gauge(String name, String unit) {
    return new Channel.Gauge(gpu.id() + "." + name, gpu.domain(), unit);
  }

  private void utilization() {
    MemorySegment rates = gpu.arena().allocate(NvmlLayouts.UTILIZATION.layout());
    MemorySegment memory = rates.asSlice(NvmlLayouts.UTILIZATION.offset("memory"), JAVA_INT);
    Query query =
        new Query(
            () -> gpu.nvml().utilizationRates(gpu.handle(), rates),
            List.of(
                unsigned(gauge("utilization.gpu", "%"), rates, 1),
                unsigned(gauge("utilization.memory", "%"), memory, 1)));
    if (divided && query.tried() == NvmlStatus.NOT_SUPPORTED.code()) {
      return; // instances() reports it.
    }
    offer("utilization", List.of(query));
  }

  private void clocks() {
    clock("clock.sm", 1);
    clock("clock.memory", 2);
    clock("clock.graphics", 0);
  }

  private void clock(String name, int type) {
    offer(name, List.of(scalar(Nvml::clockInfo, type, gauge(name, "Hz"), HERTZ_PER_MEGAHERTZ)));
  }

  private void temperature() {
    String name = "temperature.gpu";
    int die = 0;
    MemorySegment struct = gpu.arena().allocate(NvmlLayouts.TEMPERATURE.layout());
    struct.set(JAVA_INT, 0, NvmlLayouts.version(NvmlLayouts.TEMPERATURE, 1));
    long offset = NvmlLayouts.TEMPERATURE.offset("temperature");
    offer(
        name,
        List.of(
            scalar(Nvml::temperature, die, gauge(name, "°C"), 1),
            Query.of(
                () -> gpu.nvml().temperatureV(gpu.handle(), struct),
                Query.Output.of(
                    gauge(name, "°C"), () -> RawNumber.signed(struct.get(JAVA_INT, offset))))));
  }

  private void memory() {
    String name = "memory.used";
    MemorySegment memory = gpu.arena().allocate(NvmlLayouts.MEMORY.layout());
    offer(
        name,
        List.of(
            Query.of(
                () -> gpu.nvml().memoryInfo(gpu.handle(), memory),
                unsignedLong(gauge(name, "B"), memory, NvmlLayouts.MEMORY.offset("used"), 1))));
  }

  /** Without the reasons that the device never reports, which would read as "never throttled". */
  private void clockReasons() {
    MemorySegment mask = gpu.arena().allocate(JAVA_LONG);
    int code = gpu.nvml().supportedClocksEventReasons(gpu.handle(), mask);
    long supported = code == 0 ? mask.get(JAVA_LONG, 0) : -1;
    List<Query.Output> flags = new ArrayList<>();
    for (ClockReason reason : ClockReason.values()) {
      if (reason.in(supported)) {
        String id = gpu.id() + "." + reason.channelName();
        flags.add(
            Query.Output.of(
                new Channel.Flag(id, gpu.domain(), reason.cause()),
                () -> reason.in(mask.get(JAVA_LONG, 0)) ? 1 : 0));
      } else {
        gaps.add(reason.channelName(), NvmlStatus.NOT_SUPPORTED.code());
      }
    }
    if (!flags.isEmpty()) {
      offer(
          "throttle reasons",
          List.of(new Query(() -> gpu.nvml().clocksEventReasons(gpu.handle(), mask), flags)));
    }
  }

  private void violations() {
    violation(0, causeTally("violation.power", "s", InterferenceKind.POWER_CAP));
    violation(1, causeTally("violation.thermal", "s", InterferenceKind.THERMAL));
    // NVIDIA does not document these limits, so they are shown but count as no interference.
    violation(3, timeTally("violation.board-limit"));
    violation(5, timeTally("violation.reliability"));
  }

  private void violation(int policy, Channel channel) {
    MemorySegment time = gpu.arena().allocate(NvmlLayouts.VIOLATION_TIME.layout());
    offer(
        channel.id().substring(gpu.id().length() + 1),
        List.of(
            Query.of(
                () -> gpu.nvml().violationStatus(gpu.handle(), policy, time),
                unsignedLong(
                    channel,
                    time,
                    NvmlLayouts.VIOLATION_TIME.offset("violationTime"),
                    SECONDS_PER_NANOSECOND))));
  }

  private Channel causeTally(String name, String unit, InterferenceKind cause) {
    return new Channel.CauseTally(gpu.id() + "." + name, gpu.domain(), unit, cause);
  }

  private Channel timeTally(String name) {
    return new Channel.Tally(gpu.id() + "." + name, gpu.domain(), "s", 1);
  }

  private void pcie() {
    offer(
        "pcie.generation", List.of(scalar(Nvml::pcieGeneration, gauge("pcie.generation", "1"), 1)));
    offer("pcie.width", List.of(scalar(Nvml::pcieWidth, gauge("pcie.width", "1"), 1)));
  }

  private XidEvents xids() {
    XidEvents xids = new XidEvents(gpu);
    int code = xids.register();
    if (code != 0) {
      gaps.add("xid", code);
      return xids;
    }
    String applications = gpu.id() + ".xid.application";
    queries.add(
        new Query(
            xids::poll,
            List.of(
                Query.Output.of(
                    causeTally("xid.errors", "1", InterferenceKind.HARDWARE_ERROR), xids::errors),
                Query.Output.of(
                    new Channel.Tally(applications, gpu.domain(), "1", 0),
                    xids::applicationFaults))));
    return xids;
  }

  private void instances() {
    if (divided) {
      gaps.add(
          "instances",
          "MIG is enabled: NVML reports energy, power and clocks of the whole GPU, for all"
              + " instances together, and no utilization",
          new Remedy.Advice("to measure one workload alone, disable MIG (nvidia-smi -mig 0)"));
    }
  }
}
