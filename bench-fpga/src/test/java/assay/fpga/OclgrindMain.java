package assay.fpga;

import assay.core.conformance.RandomPrograms;
import assay.core.oracle.Verdict;
import assay.core.oracle.Verifier;
import assay.core.program.HostTensor;
import assay.core.program.Precision;
import assay.core.program.Tensor;
import assay.core.spi.Executable;
import assay.core.spi.Target;
import assay.fpga.opencl.ClBuffer;
import assay.fpga.opencl.ClContext;
import assay.fpga.opencl.ClKernel;
import assay.fpga.opencl.ClProgram;
import assay.fpga.opencl.OpenCl;
import assay.fpga.opencl.OpenClLibrary;
import java.util.HashMap;
import java.util.Map;

/**
 * Runs kernels under Oclgrind, which the environment has made the only platform and which reports
 * wrong accesses to the standard error.
 */
final class OclgrindMain {
  /** Tiny tiles, so that tiny programs have all their edges. */
  private static final String OPTIONS =
      "-DASSAY_TILE_M=4 -DASSAY_TILE_N=6 -DASSAY_TILE_K=4 -DASSAY_PE_ROWS=2"
          + " -DASSAY_PE_COLUMNS=3 -DASSAY_LANES=4 -DASSAY_CHANNELS=4";

  private static final String PLANTED =
      """
      __kernel void planted(__global float *out, int count) {
        for (int i = 0; i <= count; i++) {
          out[i] = 1.0f;
        }
      }
      """;

  private OclgrindMain() {}

  @SuppressWarnings("SystemOut") // The answer to the parent process.
  public static void main(String[] args) {
    if (args[0].equals("planted")) {
      planted();
    } else {
      FpgaTarget target = new FpgaTarget(OPTIONS);
      for (long seed = Long.parseLong(args[1]); seed < Long.parseLong(args[2]); seed++) {
        ours(target, seed);
      }
    }
    System.out.println("ENDED");
  }

  private static void ours(FpgaTarget target, long seed) {
    RandomPrograms.Case test = RandomPrograms.generate(seed, Precision.F32.input());
    if (target.unsupported(test.program(), Precision.F32).isPresent()) {
      return;
    }
    Target.Options options = new Target.Options(1);
    try (Executable run = target.compile(test.program(), Precision.F32, options)) {
      test.given().values().forEach(run::write);
      run.execute();
      Map<Tensor, HostTensor> results = new HashMap<>();
      test.program().outputs().forEach(t -> results.put(t, run.read(t)));
      Verdict verdict = Verifier.verify(test.program(), Precision.F32, test.given(), results, seed);
      if (!verdict.passed()) {
        throw new AssertionError(test + ": " + verdict.message());
      }
    }
  }

  /** Writes one element past the end. */
  private static void planted() {
    OpenCl openCl = OpenClLibrary.load().toOptional().orElseThrow();
    var device = openCl.platforms().getFirst().devices().getFirst();
    int count = 8;
    try (ClContext context = new ClContext(device, false);
        ClProgram program = context.build(PLANTED, "");
        ClBuffer out = context.buffer((long) count * Float.BYTES, 0);
        ClKernel kernel = program.kernel("planted")) {
      kernel.set(0, out);
      kernel.set(1, count);
      kernel.enqueue();
      context.finish();
    }
  }
}
