package assay.report.export;

import assay.core.record.Status;
import assay.report.compare.Comparison;
import assay.report.compare.RunData;
import assay.report.testing.SampleRun;
import assay.report.testing.SampleRuns;
import assay.report.testing.SampleSystem;
import java.time.Instant;
import java.util.List;

/** Small inputs for exports. */
final class ExportSamples {
  static final String GEMM = "gemm/m=512,n=512,k=512";

  private ExportSamples() {}

  static RunData data(SampleRun run) {
    return RunData.of(run.record(), run.forks());
  }

  /** A cell of each kind that formats treat differently. */
  static SampleRun run(SampleSystem system, String started, long seed) {
    return new SampleRuns(system, Instant.parse(started), seed)
        .measured(SampleRuns.id("peak/fma", "cpu-simd"), 1)
        .measured(SampleRuns.id(GEMM, "cpu-simd"), 1)
        .emulated(SampleRuns.id(GEMM, "opencl-fpga"))
        .without(SampleRuns.id(GEMM, "cuda"), Status.UNAVAILABLE, "no NVIDIA driver", "install one")
        .without(SampleRuns.id(GEMM, "cpu-openblas"), Status.INVALID, "wrong output", null)
        .without(SampleRuns.id(GEMM, "cpu-onednn"), Status.TIMED_OUT, "over 60 s", null)
        .forks(2)
        .measured(SampleRuns.id("infer/cnn-fashion,batch=1", "cpu-simd"), 1)
        .forks(1)
        .measured(SampleRuns.id("train/cnn-fashion,epochs=4", "cpu-simd"), 1)
        .modelled(SampleRuns.id(GEMM, "rtl-model"), true)
        .modelled(SampleRuns.id("gemm/m=8,n=8,k=8", "rtl-model"), false)
        .done();
  }

  static ExportInput input() {
    SampleSystem system = SampleSystem.number(0);
    RunData base = data(run(system, "2026-10-01T02:00:00Z", 1));
    SampleSystem later = system.withSettings("6.13.0", "performance").faster(0.8);
    RunData other = data(run(later, "2026-10-02T02:00:00Z", 2));
    return new ExportInput(List.of(other), Comparison.of(base, other));
  }

  /** The one file of an export that has one. */
  static String only(Export export, ExportInput input) {
    List<ExportFile> files = export.export(input);
    if (files.size() != 1) {
      throw new AssertionError(export.name() + " wrote " + files.size() + " files");
    }
    return files.getFirst().content();
  }
}
