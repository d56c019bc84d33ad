package assay.fpga;

import assay.core.availability.Availability;
import assay.core.availability.Remedy.Advice;
import assay.core.device.Device;
import assay.core.program.Precision;
import assay.core.program.Program;
import assay.core.program.op.Op;
import assay.core.spi.Executable;
import assay.core.spi.KernelTable;
import assay.core.spi.KernelTarget;
import assay.core.spi.Unsupported;
import assay.fpga.kernels.KernelSource;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Programs on {@link CSimulation}. */
final class CSimulationTarget extends KernelTarget<FpgaKernel> {
  private final List<String> options;
  private Optional<SymbolLookup> library = Optional.empty();
  private Optional<Availability<Device>> probed = Optional.empty();

  /**
   * @param options for the C++ compiler, such as other tile sizes
   */
  CSimulationTarget(String... options) {
    super("opencl-fpga-csim", "the kernels compiled by g++", FpgaKernels.PRECISIONS);
    this.options = List.of(options);
  }

  @Override
  public Availability<Device> probe() {
    Availability<Device> answer = probed.orElseGet(this::compileKernels);
    probed = Optional.of(answer);
    return answer;
  }

  /** Warnings are errors: what g++ finds odd, a synthesis tool may refuse. */
  private Availability<Device> compileKernels() {
    try {
      Path folder = Files.createTempDirectory("assay-csim");
      Path source = folder.resolve("assay.cpp");
      Path result = folder.resolve("libassay.so");
      Path log = folder.resolve("log");
      Files.writeString(source, KernelSource.text());
      List<String> command = new ArrayList<>(List.of("g++", "-std=c++17", "-O2", "-shared"));
      command.addAll(List.of("-fPIC", "-Wall", "-Wextra", "-Werror"));
      command.addAll(options);
      command.addAll(List.of("-o", result.toString(), source.toString()));
      Process compiler =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      if (compiler.waitFor() != 0) {
        throw new AssertionError("g++ refuses the kernels:\n" + Files.readString(log));
      }
      library = Optional.of(open(result));
      for (Path file : List.of(source, result, log, folder)) {
        Files.delete(file);
      }
      return new Availability.Available<>(new Device.Emulated("C simulation", Map.of()));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      return new Availability.Unavailable<>(
          "g++ cannot be run: " + e, new Advice("apt-get install g++"));
    }
  }

  @SuppressWarnings("restricted") // Loading the compiled kernels is the point.
  private static SymbolLookup open(Path file) {
    return SymbolLookup.libraryLookup(file, Arena.global());
  }

  @Override
  protected KernelTable<FpgaKernel> kernels(Precision precision) {
    return FpgaKernels.TABLE;
  }

  @Override
  protected Executable prepare(
      Program program, Map<Op, FpgaKernel> kernels, Precision precision, Options options) {
    return new FpgaExecutable(
        program, kernels.values(), new CSimulation(library.orElseThrow()), options.inputSets());
  }

  @Override
  public Optional<Unsupported> unsupportedInputSets() {
    return Optional.empty();
  }
}
