package assay.fpga;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import assay.core.availability.Remedy;
import assay.core.availability.Remedy.Advice;
import assay.core.device.CacheLevel;
import assay.core.device.Device;
import assay.core.program.Precision;
import assay.core.program.Program;
import assay.core.program.op.Op;
import assay.core.spi.DeviceTarget;
import assay.core.spi.Devices;
import assay.core.spi.Executable;
import assay.core.spi.KernelTable;
import assay.core.spi.KernelTarget;
import assay.core.spi.TargetException;
import assay.core.spi.TargetName;
import assay.core.spi.Unsupported;
import assay.fpga.bitstream.BitstreamException;
import assay.fpga.discovery.Candidate;
import assay.fpga.discovery.Choice;
import assay.fpga.opencl.ClDevice;
import assay.fpga.opencl.ClException;
import assay.fpga.opencl.ClStatus;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Target {@code opencl-fpga}: the kernels of this module on an FPGA board, or on an emulation of
 * one, through OpenCL. {@code opencl-fpga:1} is the target on one of several devices, by its number
 * among those of the chosen platform ({@link Choice}).
 */
public final class FpgaTarget extends KernelTarget<FpgaKernel> implements DeviceTarget {
  /** System property or environment variable with the folder of bitstreams. */
  static final String BITSTREAMS = "ASSAY_FPGA_BITSTREAMS";

  private final String sourceOptions;
  private final Optional<Path> bitstreams;
  private final @Nullable String device;
  private @Nullable LoadedImage image;
  private int users;

  /** Loads nothing native. */
  public FpgaTarget() {
    this(LoadedImage.PROCESSOR_OPTIONS);
  }

  /**
   * @param sourceOptions for a driver that compiles the kernels, such as other tile sizes
   */
  FpgaTarget(String sourceOptions) {
    this(sourceOptions, configuredBitstreams());
  }

  /**
   * @param bitstreams folder of bitstreams, if there is one
   */
  FpgaTarget(String sourceOptions, Optional<Path> bitstreams) {
    this(sourceOptions, bitstreams, null);
  }

  private FpgaTarget(String sourceOptions, Optional<Path> bitstreams, @Nullable String device) {
    super(
        new TargetName("opencl-fpga", device).toString(),
        "FPGA kernels through OpenCL: a board's bitstream, or an emulation, which is verified"
            + " but not timed",
        FpgaKernels.PRECISIONS);
    this.sourceOptions = sourceOptions;
    this.bitstreams = bitstreams;
    this.device = device;
  }

  @Override
  protected KernelTable<FpgaKernel> kernels(Precision precision) {
    return FpgaKernels.TABLE;
  }

  @Override
  public Availability<Device> probe() {
    try {
      return choose().flatMap(this::probe);
    } catch (RuntimeException | LinkageError e) {
      return failed(e);
    }
  }

  private Availability<Device> probe(Chosen chosen) {
    try {
      LoadedImage found = acquire(chosen);
      try {
        return new Availability.Available<>(found.toDevice());
      } finally {
        release();
      }
    } catch (BitstreamException e) {
      return new Availability.Unavailable<>(
          String.valueOf(e.getMessage()),
          chosen.vendor().compilesSource()
              ? new Remedy.UnsetVariable(
                  BITSTREAMS, "since this driver compiles the kernels itself")
              : new Remedy.SetVariable(
                  BITSTREAMS,
                  "a folder of bitstreams built with bench-fpga/bitstreams/build-"
                      + chosen.vendor().id().replace("-emulator", "")));
    } catch (ClException e) {
      boolean binary = e.status().filter(ClStatus.INVALID_BINARY::equals).isPresent();
      return new Availability.Unavailable<>(
          String.format(
              Locale.ROOT,
              "'%s' of '%s': %s",
              chosen.device().name(),
              chosen.device().platform(),
              e.getMessage()),
          new Advice(
              binary
                  ? "rebuild the bitstream for this board and this driver's version"
                  : "check the driver with 'clinfo'"));
    } catch (TargetException e) {
      return new Availability.Unavailable<>(
          String.valueOf(e.getMessage()), new Advice("follow docs/how-to/use-an-fpga-board.md"));
    }
  }

  /** The device of this target, or why it is not there. */
  private Availability<Chosen> choose() {
    return OpenClDevices.find()
        .flatMap(choice ->
            devices(choice)
                .match(device == null ? DeviceTarget.FIRST : device)
                .map(entry -> new Chosen(choice, entry.number())));
  }

  private static Devices devices(Choice<ClDevice> choice) {
    List<Devices.Entry> entries = new ArrayList<>();
    for (Candidate<ClDevice> each : choice.devices()) {
      int number = entries.size();
      String address = each.handle().pciAddress().orElse("device " + number);
      entries.add(
          new Devices.Entry(number, address, "'" + each.name() + "' of " + each.platform()));
    }
    return new Devices(entries);
  }

  @Override
  public Availability<Devices> devices() {
    try {
      return OpenClDevices.find().map(FpgaTarget::devices);
    } catch (RuntimeException | LinkageError e) {
      return failed(e);
    }
  }

  private static <T> Availability<T> failed(Throwable e) {
    return new Unavailable<>(
        "the OpenCL driver failed: " + e.getMessage(), new Advice("check it with 'clinfo'"));
  }

  /** Nothing but the target's name chooses a device. */
  @Override
  public Optional<String> chosenDevice() {
    return Optional.empty();
  }

  @Override
  public FpgaTarget on(String device) {
    if (!device.matches("0|[1-9][0-9]{0,3}")) {
      throw new IllegalArgumentException(
          "'"
              + device
              + "' does not name an OpenCL device: give a number such as 0, or '"
              + TargetName.ALL
              + "' where several are allowed");
    }
    return new FpgaTarget(sourceOptions, bitstreams, device);
  }

  @Override
  protected Executable prepare(
      Program program, Map<Op, FpgaKernel> kernels, Precision precision, Options options) {
    return switch (choose()) {
      case Unavailable<Chosen> none ->
          throw new TargetException(id() + " is unavailable: " + none.reason());
      case Available<Chosen>(Chosen chosen) ->
          new FpgaExecutable(
              program,
              kernels.values(),
              new OpenClAccelerator(acquire(chosen), this::release),
              options.inputSets());
    };
  }

  @Override
  public Optional<Unsupported> unsupportedInputSets() {
    return Optional.empty();
  }

  /** The one between the kernels and the device's memory, if the driver reports one. */
  @Override
  public Availability<List<CacheLevel>> caches() {
    try {
      return choose()
          .map(chosen -> chosen.device().handle().cacheBytes())
          .map(bytes -> bytes == 0 ? List.of() : List.of(new CacheLevel(1, bytes, bytes)));
    } catch (RuntimeException | LinkageError e) {
      return failed(e);
    }
  }

  @Override
  public List<String> softwareDetails() {
    return List.of("platformVersion", "driverVersion", "toolVersion");
  }

  /**
   * Programming a board takes seconds, so executables that exist at the same time share the image.
   */
  private synchronized LoadedImage acquire(Chosen chosen) {
    LoadedImage current =
        image == null ? LoadedImage.load(chosen, bitstreams, sourceOptions) : image;
    image = current;
    users++;
    return current;
  }

  private synchronized void release() {
    users--;
    if (users == 0 && image != null) {
      LoadedImage last = image;
      image = null;
      last.close();
    }
  }

  private static Optional<Path> configuredBitstreams() {
    String property = System.getProperty(BITSTREAMS);
    String value = property == null ? System.getenv(BITSTREAMS) : property;
    return Optional.ofNullable(value).filter(v -> !v.isBlank()).map(Path::of);
  }
}
