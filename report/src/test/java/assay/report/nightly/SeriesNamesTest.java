package assay.report.nightly;

import static org.assertj.core.api.Assertions.assertThat;

import assay.report.history.SeriesKey;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Names of series. */
class SeriesNamesTest {
  private static SeriesKey key(String host, String device, String engine) {
    return new SeriesKey(host, "3f9a", 16, device, "gemm/m=8", "cuda", engine, "f16", "time");
  }

  @Test
  void nameOnlyWhatTellsSeriesApart() {
    SeriesKey old = key("lab-3", "4f3c", "cublaslt");
    SeriesKey now = key("lab-3", "4f3c", "ptx");
    SeriesKey other = key("lab-4", "a07e", "ptx");
    SeriesNames names = SeriesNames.of(List.of(old, now, other));
    assertThat(names.of(old)).isEqualTo("gemm/m=8 · cuda · f16 · time · cublaslt");
    assertThat(names.of(now)).isEqualTo("gemm/m=8 · cuda · f16 · time · ptx");
    assertThat(names.of(other)).isEqualTo("gemm/m=8 · cuda · f16 · time");
  }
}
