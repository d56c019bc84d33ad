package assay.gpu.nvml;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import assay.core.telemetry.Facts;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * What NVML reports about driver and devices for the fingerprint, without serial numbers and UUIDs.
 */
final class NvmlFacts {
  private final Map<String, String> identity = new LinkedHashMap<>();
  private final Map<String, String> settings = new LinkedHashMap<>();
  private final Map<String, String> state = new LinkedHashMap<>();
  private final Map<String, String> unavailable = new LinkedHashMap<>();

  private NvmlFacts() {}

  /** Queries everything again. */
  static Facts of(Nvml nvml, List<Device> devices, boolean standIn) {
    NvmlFacts facts = new NvmlFacts();
    facts.driver(nvml);
    if (standIn) {
      facts.settings.put(
          "nvidia.library", "not the driver's: named by " + NvmlLibrary.NAMED.variable());
    }
    for (Device device : devices) {
      facts.identity(device.gpu());
      facts.settings(device.gpu());
      facts.state(device);
    }
    return new Facts(facts.identity, facts.settings, facts.state, facts.unavailable);
  }

  private void driver(Nvml nvml) {
    put(settings, "nvidia.driver", Gpu.systemText(nvml::driverVersion));
    put(settings, "nvidia.nvml", Gpu.systemText(nvml::nvmlVersion));
    try (Arena call = Arena.ofConfined()) {
      MemorySegment number = call.allocate(JAVA_INT);
      int code = nvml.cudaDriverVersion(number);
      int version = number.get(JAVA_INT, 0);
      put(
          settings,
          "nvidia.cudaDriver",
          new Gpu.Text(code, version / 1000 + "." + version % 1000 / 10));
    }
  }

  private void put(Map<String, String> into, String key, Gpu.Text answer) {
    if (answer.code() == 0) {
      into.put(key, answer.text());
    } else {
      unavailable.put(key, NvmlStatus.describe(answer.code()));
    }
  }

  private void put(
      Map<String, String> into, String key, Gpu.Numbers answer, IntFunction<String> text) {
    put(into, key, new Gpu.Text(answer.code(), answer.given() ? text.apply(answer.first()) : ""));
  }

  private void identity(Gpu gpu) {
    String id = gpu.id() + ".";
    put(identity, id + "name", gpu.text(Nvml::name));
    put(identity, id + "part", gpu.text(Nvml::boardPartNumber));
    put(identity, id + "vbios", gpu.text(Nvml::vbiosVersion));
    Gpu.Numbers capability = gpu.numbers(Nvml::computeCapability);
    put(identity, id + "computeCapability", capability, major -> major + "." + capability.second());
    put(identity, id + "memory", memory(gpu));
    link(
        identity, id + "pcie", gpu.number(Nvml::pcieMaxGeneration), gpu.number(Nvml::pcieMaxWidth));
    put(identity, id + "mig", gpu.numbers(Nvml::migMode), NvmlFacts::onOff);
    put(
        identity,
        id + "virtualization",
        gpu.number(Nvml::virtualizationMode),
        NvmlFacts::virtualization);
  }

  private static Gpu.Text memory(Gpu gpu) {
    try (Arena call = Arena.ofConfined()) {
      MemorySegment memory = call.allocate(NvmlLayouts.MEMORY.layout());
      int code = gpu.nvml().memoryInfo(gpu.handle(), memory);
      long bytes = memory.get(JAVA_LONG, 0);
      return code == NvmlStatus.SUCCESS.code() && Double.isNaN(RawNumber.unsigned(bytes))
          ? new Gpu.Text(NvmlStatus.NO_DATA.code(), "")
          : new Gpu.Text(code, Long.toUnsignedString(bytes) + " B");
    }
  }

  private void settings(Gpu gpu) {
    String id = gpu.id() + ".";
    put(settings, id + "inforom", gpu.text(Nvml::inforomVersion));
    put(settings, id + "ecc", gpu.numbers(Nvml::eccMode), NvmlFacts::onOff);
    put(
        settings,
        id + "powerLimit",
        gpu.number(Nvml::enforcedPowerLimit),
        milliwatts -> Integer.toUnsignedLong(milliwatts) / 1000.0 + " W");
    put(settings, id + "persistence", gpu.number(Nvml::persistenceMode), NvmlFacts::onOff);
    put(settings, id + "computeMode", gpu.number(Nvml::computeMode), NvmlFacts::computeMode);
  }

  private void state(Device device) {
    Gpu gpu = device.gpu();
    String id = gpu.id() + ".";
    state.put(id + "address", String.valueOf(gpu.domain().device()));
    link(state, id + "pcie.current", gpu.number(Nvml::pcieGeneration), gpu.number(Nvml::pcieWidth));
    if (device.xids().last() != 0) {
      state.put(id + "xid.last", Long.toString(device.xids().last()));
    }
  }

  private void link(
      Map<String, String> into, String key, Gpu.Numbers generation, Gpu.Numbers width) {
    int code = generation.given() ? width.code() : generation.code();
    String text = "generation " + generation.first() + " x" + width.first();
    put(into, key, new Gpu.Text(code, text));
  }

  private static String onOff(int mode) {
    return switch (mode) {
      case 0 -> "disabled";
      case 1 -> "enabled";
      default -> "mode " + mode;
    };
  }

  private static String virtualization(int mode) {
    return switch (mode) {
      case 0 -> "none";
      case 1 -> "passed through to a virtual machine";
      case 2 -> "vGPU in a virtual machine";
      case 3 -> "host of vGPUs";
      case 4 -> "host of vSGA";
      default -> "mode " + mode;
    };
  }

  private static String computeMode(int mode) {
    return switch (mode) {
      case 0 -> "default";
      case 1 -> "exclusive thread";
      case 2 -> "prohibited";
      case 3 -> "exclusive process";
      default -> "mode " + mode;
    };
  }
}
