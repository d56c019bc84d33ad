package assay.fpga;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import assay.core.availability.Remedy;
import assay.core.availability.Remedy.Advice;
import assay.core.device.Device;
import assay.core.program.Precision;
import assay.core.program.Program;
import assay.core.program.op.Op;
import assay.core.spi.Executable;
import assay.core.spi.KernelTable;
import assay.core.spi.KernelTarget;
import assay.core.spi.TargetException;
import assay.fpga.bitstream.BitstreamException;
import assay.fpga.discovery.Candidate;
import assay.fpga.discovery.Choice;
import assay.fpga.opencl.ClDevice;
import assay.fpga.opencl.ClException;
import assay.fpga.opencl.ClPlatform;
import assay.fpga.opencl.ClStatus;
import assay.fpga.opencl.OpenCl;
import assay.fpga.opencl.OpenClLibrary;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Target {@code opencl-fpga}: the kernels of this module on an FPGA board, or on an emulation of
 * one, through OpenCL.
 */
public final class FpgaTarget extends KernelTarget<FpgaKernel> {
  /** System property or environment variable with the folder of bitstreams. */
  static final String BITSTREAMS = "ASSAY_FPGA_BITSTREAMS";

  private final String sourceOptions;
  private final Optional<Path> bitstreams;
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
    super(
        "opencl-fpga",
        "FPGA kernels through OpenCL: a board's bitstream, or an emulation, which is verified"
            + " but not timed",
        FpgaKernels.PRECISIONS);
    this.sourceOptions = sourceOptions;
    this.bitstreams = bitstreams;
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
      return new Availability.Unavailable<>(
          "the OpenCL driver failed: " + e.getMessage(), new Advice("check it with 'clinfo'"));
    }
  }

  private Availability<Device> probe(Choice<ClDevice> chosen) {
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
          "'%s' of '%s': %s"
              .formatted(chosen.device().name(), chosen.device().platform(), e.getMessage()),
          new Advice(
              binary
                  ? "rebuild the bitstream for this board and this driver's version"
                  : "check the driver with 'clinfo'"));
    } catch (TargetException e) {
      return new Availability.Unavailable<>(
          String.valueOf(e.getMessage()), new Advice("follow docs/how-to/use-an-fpga-board.md"));
    }
  }

  private static Availability<Choice<ClDevice>> choose() {
    return OpenClLibrary.load().flatMap(FpgaTarget::choose);
  }

  private static Availability<Choice<ClDevice>> choose(OpenCl openCl) {
    List<Candidate<ClDevice>> candidates = new ArrayList<>();
    List<String> empty = new ArrayList<>();
    try {
      for (ClPlatform platform : openCl.platforms()) {
        List<Candidate<ClDevice>> devices = devices(platform);
        candidates.addAll(devices);
        if (devices.isEmpty()) {
          empty.add(platform.name());
        }
      }
    } catch (ClException e) {
      if (e.status().filter(ClStatus.PLATFORM_NOT_FOUND_KHR::equals).isPresent()) {
        return new Unavailable<>(
            "the OpenCL loader is installed, but no driver is registered with it ("
                + e.getMessage()
                + ")",
            new Advice(OpenClLibrary.INSTALL));
      }
      throw e;
    }
    if (candidates.isEmpty() && !empty.isEmpty()) {
      return new Unavailable<>(
          "platform '%s' has no device (CL_DEVICE_NOT_FOUND (-1))"
              .formatted(String.join("', '", empty)),
          new Advice(
              "check that the vendor's own tool sees the board and that this user may open it"));
    }
    return Choice.of(
        candidates,
        Optional.ofNullable(System.getenv(Choice.PLATFORM)),
        new Advice(OpenClLibrary.INSTALL));
  }

  private static List<Candidate<ClDevice>> devices(ClPlatform platform) {
    try {
      return platform.devices().stream()
          .map(d ->
              new Candidate<>(
                  platform.name(),
                  platform.version(),
                  d.name(),
                  (d.type() & ClDevice.TYPE_CPU) != 0,
                  d))
          .toList();
    } catch (ClException e) {
      if (e.status().filter(ClStatus.DEVICE_NOT_FOUND::equals).isPresent()) {
        return List.of();
      }
      throw e;
    }
  }

  @Override
  protected Executable prepare(
      Program program, Map<Op, FpgaKernel> kernels, Precision precision, Options options) {
    return switch (choose()) {
      case Unavailable<Choice<ClDevice>> none ->
          throw new TargetException(id() + " is unavailable: " + none.reason());
      case Available<Choice<ClDevice>>(Choice<ClDevice> chosen) ->
          new FpgaExecutable(
              program, kernels.values(), new OpenClAccelerator(acquire(chosen), this::release));
    };
  }

  /**
   * Programming a board takes seconds, so executables that exist at the same time share the image.
   */
  private synchronized LoadedImage acquire(Choice<ClDevice> chosen) {
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
