package assay.fpga;

import assay.core.program.Precision;
import assay.core.program.Program;
import assay.core.program.ProgramBuilder;
import assay.core.program.Shape;
import assay.core.program.Tensor;
import assay.core.result.Cell;
import assay.core.result.CellId;
import assay.core.result.CellSummary;
import assay.core.result.Device;
import assay.core.result.Figures;
import assay.core.result.ForkContext;
import assay.core.result.ForkOutcome;
import assay.core.result.ForkRecord;
import assay.core.result.ForkTelemetry;
import assay.core.result.Rate;
import assay.core.result.Timing;
import assay.core.result.Verification;
import assay.core.result.Work;
import assay.core.target.Availability;
import assay.core.target.Executable;
import assay.core.target.Target;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

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
      figures(target, run);
    }
  }

  /** The figures of a cell whose executions take the host 5 µs and count 16,000 FLOP. */
  @SuppressWarnings("SystemOut") // The answer to the parent process.
  private static void figures(FpgaTarget target, Executable run) {
    if (target.probe() instanceof Availability.Available(Device.Hardware board)) {
      double device = run.deviceNanos().orElseThrow() * 1e-9;
      Timing timing =
          Timing.ofDevice(new double[] {5e-6}, new double[0], new double[] {device}, null);
      CellId id = new CellId("gemm/m=20,n=20,k=20", "opencl-fpga", "f32");
      ForkRecord fork =
          new ForkRecord(
              id,
              new ForkContext(0, 0, Instant.EPOCH, 1, null, null),
              new ForkOutcome.Timed(
                  board,
                  run.engine(),
                  Verification.passed("planted", 1, 0, 1),
                  timing,
                  null,
                  ForkTelemetry.missing("planted"),
                  null));
      Work work = new Work(16_000L, null, null);
      Cell cell =
          CellSummary.summarise(
              new CellSummary.Request(id, work, Rate.FLOPS, 0.01, null, List.of()), List.of(fork));
      Figures figures = Objects.requireNonNull(cell.outcome().figures());
      figures
          .metrics()
          .forEach((name, metric) ->
              System.out.printf(
                  Locale.ROOT, "METRIC %s: %.4f %s%n", name, metric.median(), metric.unit()));
      figures.unavailable().forEach((name, why) -> System.out.println("NO " + name + ": " + why));
    }
  }
}
