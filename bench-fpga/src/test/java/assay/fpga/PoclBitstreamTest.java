package assay.fpga;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.availability.Availability;
import assay.core.device.Device;
import assay.core.files.Sha256;
import assay.core.program.HostTensor;
import assay.core.program.Precision;
import assay.core.program.Program;
import assay.core.program.ProgramBuilder;
import assay.core.program.Shape;
import assay.core.program.Tensor;
import assay.core.spi.Executable;
import assay.core.spi.Target;
import assay.fpga.bitstream.Manifest;
import assay.fpga.kernels.KernelSource;
import assay.fpga.opencl.ClContext;
import assay.fpga.opencl.ClDevice;
import assay.fpga.opencl.ClProgram;
import assay.fpga.opencl.OpenClLibrary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way of a bitstream, with a binary of PoCL's in its place. */
class PoclBitstreamTest {
  @TempDir private Path folder;

  @BeforeEach
  void needsPocl() {
    Needed.target();
  }

  private static ClDevice device() {
    return OpenClLibrary.load().toOptional().orElseThrow().platforms().stream()
        .filter(p -> p.name().equals("Portable Computing Language"))
        .findFirst()
        .orElseThrow()
        .devices()
        .getFirst();
  }

  private static byte[] binary() {
    try (ClContext context = new ClContext(device(), false);
        ClProgram program = context.build(KernelSource.text(), LoadedImage.PROCESSOR_OPTIONS)) {
      return program.binary();
    }
  }

  private FpgaTarget target(byte[] image) throws IOException {
    Manifest manifest =
        new Manifest(
            Manifest.FORMAT,
            "assay.poclbin",
            Sha256.of(image),
            LoadedImage.sourceSha256(),
            "pocl",
            device().name().split(" ", 2)[0],
            "PoCL's own compiler",
            Map.of(),
            List.of(),
            null,
            Map.of("dsp", new Manifest.Resource(1, 4)),
            Kernel.symbols(),
            List.of());
    Path place = Files.createDirectories(folder.resolve("pocl"));
    Files.writeString(place.resolve(Manifest.NAME), manifest.toJson());
    Files.write(place.resolve(manifest.file()), image);
    return new FpgaTarget("", Optional.of(folder));
  }

  @Test
  void aBinaryIsLoadedDescribedAndComputes() throws IOException {
    byte[] image = binary();
    FpgaTarget target = target(image);
    assertThat(target.probe())
        .extracting(a -> a.toOptional().orElseThrow())
        .isInstanceOfSatisfying(
            Device.Emulated.class,
            device -> {
              assertThat(device.details())
                  .containsEntry("bitstreamSha256", Sha256.of(image))
                  .containsEntry("toolVersion", "PoCL's own compiler")
                  .containsEntry("resource.dsp", "1 of 4 (25.0 %)")
                  .doesNotContainKey("fmaxMhz");
            });
    ProgramBuilder p = Program.builder("sum");
    Tensor a = p.input("a", Shape.of(3), Precision.F32.input());
    Tensor b = p.input("b", Shape.of(3), Precision.F32.input());
    Tensor sum = p.add(a, b);
    try (Executable run =
        target.compile(p.output(sum).build(), Precision.F32, new Target.Options(1))) {
      run.write(HostTensor.of(a, 1, 2, 3));
      run.write(HostTensor.of(b, 10, 20, 30));
      run.execute();
      assertThat(run.read(sum).toDoubles()).containsExactly(11, 22, 33);
      assertThat(run.engine()).contains("bitstream of PoCL's own compiler");
      assertThat(run.deviceNanos()).as("an emulation's clock").isEmpty();
    }
  }

  @Test
  void aBinaryThatTheDriverRefusesSaysSo() throws IOException {
    assertThat(target(new byte[] {1, 2, 3, 4}).probe())
        .isInstanceOfSatisfying(
            Availability.Unavailable.class,
            u -> {
              assertThat(u.reason()).contains("CL_INVALID_BINARY (-42)");
              assertThat(u.toText()).contains("rebuild the bitstream");
            });
  }
}
