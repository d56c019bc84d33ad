package assay.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.conformance.RandomPrograms;
import assay.core.oracle.Verdict;
import assay.core.oracle.Verifier;
import assay.core.program.HostTensor;
import assay.core.program.Precision;
import assay.core.program.Program;
import assay.core.program.Tensor;
import assay.core.spi.Executable;
import assay.core.spi.Target;
import java.util.HashMap;
import java.util.Map;

/** Runs a program on a target and compares what it leaves with the oracle. */
public final class Comparison {
  private Comparison() {}

  /** Two executions, each with its outputs poisoned before, from the same values. */
  public static void check(Target target, Precision precision, Program program, int threads) {
    long seed = program.name().hashCode();
    Map<Tensor, HostTensor> given = RandomPrograms.values(program, seed);
    try (Executable executable = target.compile(program, precision, new Target.Options(threads))) {
      for (int run = 0; run < 2; run++) {
        given.values().forEach(executable::write);
        program.outputs().forEach(t -> executable.write(HostTensor.allocate(t).poison()));
        executable.execute();
        Verdict verdict =
            Verifier.verify(program, precision, given, results(executable, program), seed);
        assertThat(verdict.passed())
            .as("%s, run %d: %s", program.name(), run, verdict.message())
            .isTrue();
      }
    }
  }

  /** All outputs and state. */
  static Map<Tensor, HostTensor> results(Executable executable, Program program) {
    Map<Tensor, HostTensor> results = new HashMap<>();
    program.outputs().forEach(t -> results.put(t, executable.read(t)));
    program.state().forEach(t -> results.put(t, executable.read(t)));
    return results;
  }
}
