package assay.gpu;

import assay.core.conformance.RandomPrograms;
import assay.core.program.Precision;
import assay.core.spi.Executable;
import assay.core.spi.Target;

/**
 * What runs in a JVM with the stand-in driver: a program executed cold three times. Prints the
 * largest device time in ns, or what was thrown, and the caches that the target reports.
 */
public final class FlushChild {
  static final int EXECUTIONS = 3;

  private FlushChild() {}

  /** Takes no arguments. */
  public static void main(String[] args) {
    RandomPrograms.Case test = RandomPrograms.generate(10, Precision.F32.input());
    try (Executable run =
        new CudaTarget().compile(test.program(), Precision.F32, new Target.Options(1))) {
      test.given().values().forEach(run::write);
      long most = 0;
      for (int i = 0; i < EXECUTIONS; i++) {
        run.flush();
        run.execute();
        most = Math.max(most, run.deviceNanos().orElseThrow());
      }
      System.out.println("device ns: " + most);
    } catch (RuntimeException e) {
      System.out.println("thrown: " + e);
    }
    System.out.println("caches: " + new CudaTarget().caches());
  }
}
