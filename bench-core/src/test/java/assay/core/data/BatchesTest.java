package assay.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchesTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 13, 207, 12_000, 60_000})
  void everyEpochIsAPermutation(int size) {
    for (int epoch : new int[] {0, 1, 7}) {
      int[] order = new Batches(42, size, 1).epoch(epoch).order();
      Arrays.sort(order);
      assertThat(order).isEqualTo(IntStream.range(0, size).toArray());
    }
  }

  @Test
  void epochsAndSeedsDiffer() {
    int[] base = new Batches(42, 1000, 64).epoch(0).order();
    assertThat(new Batches(42, 1000, 64).epoch(1).order()).isNotEqualTo(base);
    assertThat(new Batches(43, 1000, 64).epoch(0).order()).isNotEqualTo(base);
    // Seed 41's second epoch must not be seed 42's first.
    assertThat(new Batches(41, 1000, 64).epoch(1).order()).isNotEqualTo(base);
  }

  @Test
  void orderDependsOnSeedEpochAndSizeOnly() {
    var small = new Batches(42, 1000, 8);
    var large = new Batches(42, 1000, 250);
    // Asked in another order, with another batch size.
    int[] third = large.epoch(3).order();
    small.epoch(0);
    assertThat(small.epoch(3).order()).isEqualTo(third);
  }

  @Test
  void firstIndicesArePinned() {
    // Golden: a change here means that runs are no longer comparable with older ones. The values
    // come from a second implementation of SplitMix64 and the shuffle, written in Python.
    assertThat(first(1, 0, 12_000)).containsExactly(747, 4092, 4947, 9907, 7446, 32, 2254, 6957);
    assertThat(first(1, 1, 12_000))
        .containsExactly(1244, 7314, 11612, 3399, 2232, 3523, 2770, 2486);
    assertThat(first(-7, 2, 60_000))
        .containsExactly(45474, 51762, 12883, 41103, 8984, 58962, 43953, 26942);
  }

  private static int[] first(long seed, int epoch, int size) {
    return Arrays.copyOf(new Batches(seed, size, 64).epoch(epoch).batch(0), 8);
  }

  @Test
  void batchesCutTheOrderAndDropTheRest() {
    var batches = new Batches(5, 207, 64);
    Batches.Epoch epoch = batches.epoch(2);
    assertThat(batches.perEpoch()).isEqualTo(3);
    assertThat(epoch.batches()).isEqualTo(3);
    int[] joined = IntStream.range(0, 3).flatMap(b -> Arrays.stream(epoch.batch(b))).toArray();
    assertThat(joined).isEqualTo(Arrays.copyOf(epoch.order(), 192));
    assertThatThrownBy(() -> epoch.batch(3)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void callersCannotChangeAnEpoch() {
    Batches.Epoch epoch = new Batches(5, 100, 10).epoch(0);
    int[] before = epoch.order();
    Arrays.fill(epoch.order(), 0);
    Arrays.fill(epoch.batch(0), 0);
    assertThat(epoch.order()).isEqualTo(before);
  }

  @Test
  void firstPlacesAreEvenlySpread() {
    // 10,000 epochs of 10: each index comes first about 1,000 times (sigma 30).
    int[] counts = new int[10];
    var batches = new Batches(99, 10, 1);
    for (int epoch = 0; epoch < 10_000; epoch++) {
      counts[batches.epoch(epoch).batch(0)[0]]++;
    }
    assertThat(counts)
        .satisfies(c -> Arrays.stream(c).forEach(n -> assertThat(n).isBetween(850, 1150)));
  }

  @Test
  void rangesAreChecked() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Batches(1, 0, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Batches(1, 10, 11))
        .withMessageContaining("1 to 10");
    assertThatIllegalArgumentException().isThrownBy(() -> new Batches(1, 10, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new Batches(1, 10, 5).epoch(-1));
  }
}
