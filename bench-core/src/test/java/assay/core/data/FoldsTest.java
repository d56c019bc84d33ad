package assay.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FoldsTest {
  @ParameterizedTest
  @CsvSource({"12000, 5", "17, 5", "2, 2", "101, 10", "7, 7"})
  void everyImageIsInExactlyOneTestFoldAndTrainedOnInAllOthers(int size, int count) {
    Folds folds = new Folds(42, size, count);
    int[] tested = new int[size];
    for (int fold = 0; fold < count; fold++) {
      int[] test = folds.test(fold);
      assertThat(test.length).isBetween(size / count, size / count + 1);
      Arrays.stream(test).forEach(image -> tested[image]++);
      assertThat(IntStream.concat(Arrays.stream(test), Arrays.stream(folds.train(fold))).sorted())
          .containsExactlyElementsOf(IntStream.range(0, size).boxed().toList());
    }
    assertThat(tested).containsOnly(1);
  }

  /** At the end of the subset's files some classes are missing: they have had all their images. */
  @Test
  void aFoldIsDrawnFromAllImages() {
    int[] test = new Folds(42, 12_000, 5).test(0);
    assertThat(Arrays.stream(test).filter(image -> image < 6_000).count())
        .isBetween(1_050L, 1_350L);
  }

  @Test
  void theSeedDecidesIt() {
    assertThat(new Folds(7, 100, 5).test(3)).isEqualTo(new Folds(7, 100, 5).test(3));
    assertThat(new Folds(8, 100, 5).test(3)).isNotEqualTo(new Folds(7, 100, 5).test(3));
  }

  @Test
  void refusesWhatIsOutOfRange() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Folds(1, 10, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new Folds(1, 10, 11));
    assertThatThrownBy(() -> new Folds(1, 10, 5).test(5))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> new Folds(1, 10, 5).train(-1))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }
}
