package assay.fpga;

import assay.core.program.Precision;
import assay.core.program.Program;
import assay.core.program.ProgramBuilder;
import assay.core.program.Shape;
import assay.core.program.Tensor;
import assay.core.target.Executable;
import assay.core.target.Target;

/** Probes and executes a program of two kernels in a process of its own. */
final class VendorMain {
  private VendorMain() {}

  @SuppressWarnings("SystemOut") // The answer to the parent process.
  public static void main(String[] args) {
    ProbeMain.main(args);
    ProgramBuilder p = Program.builder("two");
    Tensor x = p.input("x", Shape.of(8), Precision.F32.input());
    Program program = p.output(p.add(p.relu(x), x)).build();
    FpgaTarget target = new FpgaTarget();
    try (Executable run = target.compile(program, Precision.F32, new Target.Options(1))) {
      System.out.println("BEFORE: " + run.deviceNanos());
      run.execute();
      System.out.println("NANOS: " + run.deviceNanos());
      System.out.println("ENGINE: " + run.engine());
    }
  }
}
