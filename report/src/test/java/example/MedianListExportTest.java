package example;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.record.RunStoreException;
import assay.core.record.store.RunFolder;
import assay.report.compare.RunData;
import assay.report.export.ExportFile;
import assay.report.export.ExportInput;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The format of the example, of the run that is part of the repository. */
class MedianListExportTest {
  private static final Path RUN = Path.of("..", "results", "examples", "20261122T112953Z-f3gtp1");

  @Test
  void theExamplesMedians() throws RunStoreException {
    List<ExportFile> files =
        new MedianListExport().export(ExportInput.of(RunData.read(new RunFolder(RUN))));
    assertThat(files).singleElement().extracting(ExportFile::name).isEqualTo("medians.txt");
    assertThat(files.getFirst().content().lines())
        .contains(
            "gemm/m=1152,n=1152,k=1152 cpu-simd f32 time 0.017875946500000003 s",
            "gemm/m=1152,n=1152,k=1152 cpu-simd f32 percentOfPeak 80.72705434511637 %",
            "peak/fma cpu-openblas f32 UNSUPPORTED");
  }
}
