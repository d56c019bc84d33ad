package assay.gpu;

import assay.core.availability.Availability;
import assay.core.conformance.RandomPrograms;
import assay.core.device.Device;
import assay.core.ffi.Binder;
import assay.core.ffi.CLibrary;
import assay.core.ffi.NativeFunction;
import assay.core.program.DataType;
import assay.core.program.HostTensor;
import assay.core.program.Precision;
import assay.core.program.Program;
import assay.core.program.ProgramBuilder;
import assay.core.program.Shape;
import assay.core.program.Tensor;
import assay.core.spi.Executable;
import assay.core.spi.Target;
import assay.core.spi.TargetException;
import assay.gpu.driver.DriverLibrary;
import java.lang.invoke.MethodHandles;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What runs in a JVM with the stand-in driver: a training step, once for each function of the
 * driver that is named, with that function failing at one of its calls. On a device of compute
 * capability 9.0 it is a product that the kernels for sm_90a compute.
 */
public final class FaultChild {
  private static final int SEED = 10;
  private static final int SIDE = 64;

  private static final String FAIL = "ASSAY_STANDIN_FAIL";

  private FaultChild() {}

  /** What the stand-in has beside the driver's functions. */
  interface StandIn {
    /** How many things are open. */
    @NativeFunction("standin_open")
    long open();

    /** Ends a failure that does not go away by itself. */
    @NativeFunction("standin_recover")
    void recover();
  }

  /**
   * Prints a line for each: the plan, what was thrown, how much stays open.
   *
   * @param plans as in {@code ASSAY_STANDIN_FAIL}
   */
  public static void main(String[] plans) {
    StandIn standIn =
        DriverLibrary.load()
            .toOptional()
            .orElseThrow()
            .functions(Binder.of(StandIn.class, MethodHandles.lookup()));
    for (String plan : plans) {
      Target target = new CudaTarget();
      Availability<Device> before = target.probe();
      if (!(before instanceof Availability.Available)) {
        System.out.println(plan + " | not available: " + before + " | 0");
      }
      long openBefore = standIn.open();
      CLibrary.setenv(FAIL, plan, true);
      String thrown = step(target);
      CLibrary.setenv(FAIL, "", true);
      standIn.recover();
      long openAfter = standIn.open();
      System.out.println(plan + " | " + thrown + " | " + (openAfter - openBefore));
    }
  }

  private static String step(Target target) {
    boolean hopper = "9".equals(System.getenv("ASSAY_STANDIN_MAJOR"));
    Precision precision = hopper ? Precision.BF16 : Precision.F32;
    Program program =
        hopper ? product() : RandomPrograms.generate(SEED, precision.input()).program();
    try (Executable run = target.compile(program, precision, new Target.Options(1))) {
      Map<Tensor, HostTensor> given = RandomPrograms.values(program, SEED);
      given.values().forEach(run::write);
      run.execute(
          () -> program.inputs().forEach(t -> run.write(Objects.requireNonNull(given.get(t)))));
      run.execute();
      run.deviceNanos();
      for (Tensor output : program.outputs()) {
        HostTensor unused = run.read(output);
        if (unused.elements() == 0) {
          return "empty";
        }
      }
      return "nothing";
    } catch (TargetException e) {
      return String.valueOf(e.getMessage());
    } catch (RuntimeException e) {
      return e.toString();
    }
  }

  private static Program product() {
    ProgramBuilder p = Program.builder("product");
    Tensor a = p.input("a", Shape.of(SIDE, SIDE), DataType.BF16);
    Tensor b = p.input("b", Shape.of(SIDE, SIDE), DataType.BF16);
    p.output(p.matMul(a, b, Optional.empty(), 1, 0, false, false, DataType.BF16));
    return p.build();
  }
}
