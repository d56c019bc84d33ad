package assay.report.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import assay.report.gate.OnsetPool.Rise;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OnsetPoolTest {
  /** Twenty onsets at 3, 3.1, ... 4.9 in 10,000 nights: five of them are above 4.4. */
  @Test
  void theThresholdLeavesTheRate() {
    List<Rise> rises = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      rises.add(new Rise(0, 3 + i / 10.0));
    }
    OnsetPool pool = OnsetPool.empty().plus(10_000, rises);
    assertThat(pool.threshold(5e-4)).isBetween(4.4, 4.4 * 1.026);
    assertThat(pool.threshold(20e-4)).isEqualTo(2);
    assertThat(pool.plus(90_000, List.of()).threshold(5e-5)).isEqualTo(pool.threshold(5e-4));
    assertThat(pool.threshold(0)).isBetween(4.9, 4.9 * 1.026);
  }

  /**
   * A score that comes after a higher one is no onset, one that exceeds it is one above it only.
   */
  @Test
  void onlyWhatRisesIsAnOnset() {
    OnsetPool pool = OnsetPool.empty().plus(1_000, List.of(new Rise(0, 5), new Rise(5, 8)));
    assertThat(pool.threshold(1e-3)).isEqualTo(2);
    assertThat(pool.threshold(0)).isBetween(8.0, 8 * 1.026);
  }

  @Test
  void theGridIsFixed() {
    assertThatIllegalArgumentException().isThrownBy(() -> new OnsetPool(0, List.of(1)));
  }
}
