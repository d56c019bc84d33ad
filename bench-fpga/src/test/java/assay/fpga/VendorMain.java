package assay.fpga;

import assay.core.availability.Availability;
import assay.core.device.Device;
import assay.core.program.Precision;
import assay.core.program.Program;
import assay.core.program.ProgramBuilder;
import assay.core.program.Rate;
import assay.core.program.Shape;
import assay.core.program.Tensor;
import assay.core.program.Work;
import assay.core.record.Cell;
import assay.core.record.CellId;
import assay.core.record.CellResult;
import assay.core.record.CellSummary;
import assay.core.record.ForkContext;
import assay.core.record.ForkRecord;
import assay.core.record.ForkResult;
import assay.core.record.Outcome;
import assay.core.record.Telemetry;
import assay.core.record.Timing;
import assay.core.record.Verification;
import assay.core.spi.Executable;
import assay.core.spi.Target;
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
    System.out.println("CACHES: " + target.caches());
    try (Executable run = target.compile(program, Precision.F32, new Target.Options(1, 2))) {
      System.out.println("BEFORE: " + run.deviceNanos());
      run.execute();
      System.out.println("NANOS: " + run.deviceNanos());
      run.select(1);
      run.execute();
      System.out.println("OTHER SET: " + run.deviceNanos());
      System.out.println("ENGINE: " + run.engine());
      figures(target, run);
    }
  }

  /** The figures of a cell whose executions take the host 5 µs and count 16,000 FLOP. */
  @SuppressWarnings("SystemOut") // The answer to the parent process.
  private static void figures(FpgaTarget target, Executable run) {
    if (target.probe() instanceof Availability.Available<Device>(Device.Hardware board)) {
      double device = run.deviceNanos().orElseThrow() * 1e-9;
      Timing timing =
          Timing.ofDevice(new double[] {5e-6}, new double[0], new double[] {device}, null);
      CellId id = new CellId("gemm/m=20,n=20,k=20", "opencl-fpga", "f32");
      ForkRecord fork =
          new ForkRecord(
              id,
              new ForkContext(0, 0, Instant.EPOCH, 1, null, null),
              new Outcome.Measured<>(
                  board,
                  run.engine(),
                  Verification.passed("planted", 1, 0, 1),
                  new ForkResult(timing, null, Telemetry.missing("planted"), null, null)));
      Work work = new Work(16_000L, null, null);
      Cell cell =
          CellSummary.summarise(
              new CellSummary.Request(id, work, Rate.FLOPS, 0.01, List.of(), List.of()),
              List.of(fork));
      CellResult figures = Objects.requireNonNull(cell.outcome().result());
      figures
          .available()
          .forEach((name, metric) ->
              System.out.printf(
                  Locale.ROOT, "METRIC %s: %.4f %s%n", name, metric.median(), metric.unit()));
      figures.unavailable().forEach((name, why) -> System.out.println("NO " + name + ": " + why));
    }
  }
}
