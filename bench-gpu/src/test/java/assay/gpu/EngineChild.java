package assay.gpu;

import assay.core.conformance.RandomPrograms;
import assay.core.oracle.Verdict;
import assay.core.oracle.Verifier;
import assay.core.program.HostTensor;
import assay.core.program.Precision;
import assay.core.program.Program;
import assay.core.program.ProgramBuilder;
import assay.core.program.Shape;
import assay.core.program.Tensor;
import assay.core.program.Window2d;
import assay.core.spi.Executable;
import assay.core.spi.Target;
import assay.core.spi.TargetException;
import assay.core.spi.Unsupported;
import assay.core.spi.UnsupportedProgramException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What runs in a JVM with the stand-in driver: one program, and who computed it. */
public final class EngineChild {
  private static final long SEED = 7;

  private EngineChild() {}

  /**
   * Prints {@code computed: } and the engine, {@code unsupported: } and the reason, {@code
   * declined: } with reason and remedy, or {@code thrown: } with class and message.
   *
   * @param args a precision, then names of programs: product, convolution, layers
   */
  public static void main(String[] args) {
    Precision precision = Precision.byId(args[0]).orElseThrow();
    for (int i = 1; i < args.length; i++) {
      System.out.println(outcome(new CudaTarget(), program(args[i], precision), precision));
    }
  }

  private static String outcome(Target target, Program program, Precision precision) {
    Optional<Unsupported> unsupported = target.unsupported(program, precision);
    if (unsupported.isPresent()) {
      return "unsupported: " + unsupported.get();
    }
    Map<Tensor, HostTensor> given = RandomPrograms.values(program, SEED);
    try (Executable run = target.compile(program, precision, new Target.Options(1))) {
      given.values().forEach(run::write);
      program.outputs().forEach(output -> run.write(HostTensor.allocate(output).poison()));
      run.execute();
      Map<Tensor, HostTensor> results = new HashMap<>();
      program.outputs().forEach(t -> results.put(t, run.read(t)));
      Verdict verdict = Verifier.verify(program, precision, given, results, SEED);
      return (verdict.passed() ? "computed: " : verdict.message() + " by ") + run.engine();
    } catch (UnsupportedProgramException e) {
      return "declined: " + e.getMessage() + "; " + e.remedy().text();
    } catch (TargetException e) {
      return "thrown: " + e.getClass().getSimpleName() + ": " + e.getMessage();
    }
  }

  private static Program program(String name, Precision precision) {
    ProgramBuilder p = Program.builder(name);
    return switch (name) {
      case "product" -> {
        Tensor a = p.input("a", Shape.of(32, 64), precision.input());
        Tensor b = p.input("b", Shape.of(64, 48), precision.input());
        p.output(p.matMul(a, b, Optional.empty(), 1, 0, false, false, precision.output()));
        yield p.build();
      }
      case "convolution" -> {
        p.output(convolution(p, precision));
        yield p.build();
      }
      case "layers" -> {
        Tensor x = convolution(p, precision);
        Tensor bias = p.input("bias", Shape.of(x.shape().dim(-1)), precision.input());
        Tensor y = p.maxPool2d(p.relu(p.biasAdd(x, bias)), Window2d.tiles(2));
        Tensor w = p.input("w2", Shape.of(8, 10), precision.input());
        Tensor flat = p.reshape(y, Shape.of(y.elements() / 8, 8));
        p.output(p.matMul(flat, w, false, false));
        yield p.build();
      }
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static Tensor convolution(ProgramBuilder p, Precision precision) {
    Tensor x = p.input("x", Shape.of(2, 6, 6, 3), precision.input());
    Tensor w = p.input("w", Shape.of(8, 3, 3, 3), precision.input());
    return p.conv2d(x, w, new Window2d(3, 3, 1, 1, 1, 1));
  }
}
