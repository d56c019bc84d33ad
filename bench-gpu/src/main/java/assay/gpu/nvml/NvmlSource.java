package assay.gpu.nvml;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import assay.core.availability.Availability;
import assay.core.availability.Remedy;
import assay.core.availability.Remedy.Advice;
import assay.core.host.HostRoot;
import assay.core.telemetry.Domain;
import assay.core.telemetry.TelemetrySource;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * NVIDIA GPUs through NVML: energy counter, power, clocks, utilization, temperatures, memory,
 * throttling, ECC, PCIe and Xid errors of every device. A device's key is its PCI address in the
 * form {@code 0000:3b:00.0}.
 */
public final class NvmlSource implements TelemetrySource {
  private static final Gap CALIBRATION =
      new Gap(
          "accuracy of NVIDIA energy and power",
          "NVIDIA states one (± 5 % of power) for Fermi and Kepler only, none for the energy"
              + " counter; ± 10 % is taken from the literature",
          new Advice("compare with a wall meter under load"));

  private final @Nullable String library;

  /** Uses the driver's NVML, or the one named by {@code ASSAY_NVML_LIBRARY}. */
  public NvmlSource() {
    this(NvmlLibrary.NAMED.value());
  }

  /** Uses {@code library}, or the driver's if that is null. */
  NvmlSource(@Nullable String library) {
    this.library = library;
  }

  @Override
  public String id() {
    return "nvml";
  }

  @Override
  public String description() {
    return "NVIDIA GPUs: energy, power, clocks, utilization, temperatures, throttling, ECC, Xid"
        + " (NVML, libnvidia-ml.so.1)";
  }

  @Override
  public boolean metersAccelerators() {
    return true;
  }

  @Override
  public Availability<Opened> open(Context context) {
    if (!context.root().isMachine() && library == null) {
      return new Availability.Unavailable<>(
          "NVML reads this machine's driver, not the folder that stands in for a machine",
          new Remedy.AnyOf(
              new Remedy.UnsetVariable(HostRoot.VARIABLE, "to read this machine"),
              new Remedy.SetVariable(
                  NvmlLibrary.NAMED.variable(), "a library that stands in for the driver's NVML")));
    }
    return NvmlLibrary.load(library).flatMap(this::open);
  }

  private Availability<Opened> open(Nvml nvml) {
    int code = nvml.init();
    if (code != 0) {
      return unavailable("NVML cannot be initialised: ", code);
    }
    Arena arena = Arena.ofShared();
    List<Gap> gaps = new ArrayList<>();
    List<Device> devices = new ArrayList<>();
    code = devices(nvml, arena, devices, gaps);
    NvmlInstrument instrument = new NvmlInstrument(nvml, arena, devices, library != null);
    if (!devices.isEmpty()) {
      return new Availability.Available<>(new Opened(instrument, gives(nvml, devices), gaps));
    }
    instrument.close();
    if (code != 0) {
      return unavailable("NVML cannot count its devices: ", code);
    }
    return gaps.isEmpty() ? noDevice() : noneReadable(gaps);
  }

  private static Availability<Opened> unavailable(String what, int code) {
    return new Availability.Unavailable<>(
        what + NvmlStatus.describe(code), NvmlStatus.remedy(code));
  }

  private static Availability<Opened> noDevice() {
    return new Availability.Unavailable<>(
        "the NVIDIA driver is loaded but finds no GPU",
        new Advice(
            "check the output of lspci and nvidia-smi; in a container, give it access to the GPU"));
  }

  private static Availability<Opened> noneReadable(List<Gap> gaps) {
    return new Availability.Unavailable<>(
        "no GPU can be read: "
            + gaps.stream()
                .map(gap -> gap.what() + ": " + gap.reason())
                .collect(Collectors.joining("; ")),
        gaps.getFirst().remedy());
  }

  /** Opens every device that can be opened; returns NVML's code for their count. */
  private static int devices(Nvml nvml, Arena arena, List<Device> devices, List<Gap> gaps) {
    MemorySegment count = arena.allocate(JAVA_INT);
    int code = nvml.deviceCount(count);
    for (int i = 0; code == 0 && i < count.get(JAVA_INT, 0); i++) {
      device(nvml, arena, i, devices, gaps);
    }
    if (devices.stream().anyMatch(Device::accuracyNotStated)) {
      gaps.add(CALIBRATION);
    }
    return code;
  }

  private static void device(
      Nvml nvml, Arena arena, int index, List<Device> devices, List<Gap> gaps) {
    String id = "gpu-" + index;
    MemorySegment handle = arena.allocate(ADDRESS);
    int code = nvml.deviceByIndex(index, handle);
    MemorySegment pci = arena.allocate(NvmlLayouts.PCI_INFO.layout());
    if (code == 0) {
      code = nvml.pciInfo(handle.get(ADDRESS, 0), pci);
    }
    if (code != 0) {
      gaps.add(new Gap(id, NvmlStatus.describe(code), NvmlStatus.remedy(code)));
      return;
    }
    Domain domain = Domain.accelerator(id, Domain.Kind.GPU, address(pci));
    Device device = DeviceQueries.open(new Gpu(nvml, handle.get(ADDRESS, 0), domain, arena));
    devices.add(device);
    gaps.addAll(device.gaps());
  }

  /** In the kernel's form, such as {@code 0000:3b:00.0}; NVML's own has eight digits in front. */
  private static String address(MemorySegment pci) {
    return String.format(
        Locale.ROOT,
        "%04x:%02x:%02x.0",
        pci.get(JAVA_INT, NvmlLayouts.PCI_INFO.offset("domain")),
        pci.get(JAVA_INT, NvmlLayouts.PCI_INFO.offset("bus")),
        pci.get(JAVA_INT, NvmlLayouts.PCI_INFO.offset("device")));
  }

  private String gives(Nvml nvml, List<Device> devices) {
    Gpu.Text driver = Gpu.systemText(nvml::driverVersion);
    String version = driver.code() == 0 ? driver.text() : "of unknown version";
    String from =
        library == null ? "" : " (the library named by " + NvmlLibrary.NAMED.variable() + ")";
    return devices.stream()
        .map(NvmlSource::gives)
        .collect(Collectors.joining(", ", "driver " + version + from + ": ", ""));
  }

  private static String gives(Device device) {
    Gpu.Text name = device.gpu().text(Nvml::name);
    return device.gpu().id()
        + " "
        + (name.code() == 0 ? name.text() : "of unknown name")
        + (device.countsEnergy() ? " with" : " without")
        + " energy counter, "
        + device.channels().size()
        + " channels";
  }
}
