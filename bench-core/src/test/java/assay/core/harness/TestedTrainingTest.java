package assay.core.harness;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.availability.Availability;
import assay.core.data.FashionMnist;
import assay.core.data.Folds;
import assay.core.device.Device;
import assay.core.program.HostTensor;
import assay.core.program.Precision;
import assay.core.program.Program;
import assay.core.program.Tensor;
import assay.core.record.Series;
import assay.core.record.Training;
import assay.core.record.Verification;
import assay.core.spi.Executable;
import assay.core.spi.Target;
import assay.core.spi.Unsupported;
import assay.core.testing.NaiveTarget;
import assay.core.workload.TrainWorkload;
import assay.core.workload.Workloads;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Accuracy is measured within an epoch while the clock stands, on the fold that is left out. */
class TestedTrainingTest {
  private static final int IMAGES = 16;
  private static final int FORK = 3;
  private static final int FOLDS = 2;
  private static final double TEST_SECONDS = 0.5;

  private static final ForkSettings SETTINGS =
      ForkSettings.ofSystemProperties()
          .forFork(FORK, Path.of("unused"), Optional.empty(), Optional.empty());

  /** Trains right; its slow tests find every label from the third on, and none before. */
  private static final class Testing implements Target {
    private final int[] labels;

    Testing(int[] labels) {
      this.labels = labels;
    }

    @Override
    public String id() {
      return "testing";
    }

    @Override
    public String description() {
      return "for tests";
    }

    @Override
    public Availability<Device> probe() {
      return new NaiveTarget().probe();
    }

    @Override
    public List<Precision> precisions() {
      return new NaiveTarget().precisions();
    }

    @Override
    public Optional<Unsupported> unsupported(Program program, Precision precision) {
      return Optional.empty();
    }

    @Override
    public Executable compile(Program program, Precision precision, Options options) {
      Executable right = new NaiveTarget().compile(program, precision, options);
      boolean trains = program.state().size() > program.parameters().size();
      return trains ? right : new Labelling(right, labels);
    }
  }

  private static final class Labelling implements Executable {
    private final Executable right;
    private final int[] labels;
    private int tests;

    Labelling(Executable right, int[] labels) {
      this.right = right;
      this.labels = labels;
    }

    @Override
    public void write(HostTensor value) {
      right.write(value);
    }

    @Override
    public void execute() {
      tests++;
      long end = System.nanoTime() + Math.round(TEST_SECONDS * 1e9);
      while (System.nanoTime() < end) {
        Thread.onSpinWait();
      }
    }

    @Override
    public HostTensor read(Tensor tensor) {
      HostTensor logits = HostTensor.allocate(tensor);
      int classes = (int) tensor.shape().dim(1);
      for (int i = 0; i < labels.length; i++) {
        int said = tests >= 3 ? labels[i] : (labels[i] + 1) % classes;
        logits.set((long) i * classes + said, 1);
      }
      return logits;
    }

    @Override
    public OptionalLong deviceNanos() {
      return right.deviceNanos();
    }

    @Override
    public String engine() {
      return right.engine();
    }

    @Override
    public void close() {
      right.close();
    }
  }

  private static int[] labelsOfTheFold() {
    int[] test = new Folds(SETTINGS.seed(), IMAGES, FOLDS).test(FORK % FOLDS);
    FashionMnist data = FashionMnist.subset();
    int[] labels = new int[test.length];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = data.train().label(test[i]);
    }
    return labels;
  }

  @Test
  void theTargetIsFoundWithinAnEpochAndTestsTakeNoneOfItsTime() {
    TrainWorkload workload =
        (TrainWorkload)
            Workloads.parse("train/cnn-fashion,images=16,epochs=1,batch=2,folds=2,target=0.9");
    try (TrainingSession session =
        new TrainingSession(
            workload, Precision.F32, new Testing(labelsOfTheFold()), SETTINGS, true)) {
      session.beforeIteration(Session.Iteration.LAST);
      long start = System.nanoTime();
      session.execute();
      double wall = (System.nanoTime() - start) * 1e-9;
      session.afterIteration(Session.Iteration.LAST);

      Training training = session.training().orElseThrow();
      assertThat(training.testEpochs()).isEqualTo(Series.of(0.25, 0.5, 0.75, 1));
      assertThat(training.testAccuracy()).isEqualTo(Series.of(0, 0, 1, 1));
      assertThat(training.finalAccuracy()).isEqualTo(1);
      double paused = session.pausedSeconds().getFirst();
      assertThat(paused).isBetween(3 * TEST_SECONDS, wall);
      Training.ToTarget reached = Objects.requireNonNull(training.toTarget().orNull());
      assertThat(reached.epochs()).isEqualTo(0.75);
      // The two tests before it take 1 s, and the last step far less.
      assertThat(reached.seconds()).isPositive().isLessThan(wall - paused + 0.01);

      assertThat(training.fold()).isEqualTo(new Training.Fold(1, FOLDS, IMAGES / 2));
      assertThat(training.testImages()).isEqualTo(IMAGES / 2);
      assertThat(training.lossCurve().steps()).hasSize(4);
      Verification verification = session.verify();
      assertThat(verification.passed()).as("%s", verification).isTrue();
      assertThat(Objects.requireNonNull(verification.parts()))
          .containsOnlyKeys("parameters", "optimizerSlots", "loss");
    }
  }
}
