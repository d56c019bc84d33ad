package assay.core.workload;

import assay.core.program.HostTensor;
import assay.core.program.Optimizer;
import assay.core.program.Precision;
import assay.core.program.Program;
import assay.core.program.Rate;
import assay.core.program.Schedule;
import assay.core.program.Tensor;
import assay.core.program.Work;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Training of {@link FashionCnn} from seeded initial weights over seeded batches: identical on
 * every target.
 *
 * @param data the built-in subset of images, or the full set
 * @param images number of training images, taken from the start; empty for all
 * @param epochs passes over the training images, at least 1
 * @param batch images per step
 * @param folds of a cross-validation over the training images, at least 2: each fork is tested on a
 *     fold and trained on the others; 0 if there is none, and the test images are the data set's
 * @param targetAccuracy test accuracy in (0, 1] for the time to accuracy
 */
public record TrainWorkload(
    Data data,
    OptionalLong images,
    int epochs,
    int batch,
    int folds,
    Optimizer optimizer,
    Schedule schedule,
    double targetAccuracy)
    implements Workload.Training {
  private static final String NAME = "cnn-fashion";
  private static final int DEFAULT_BATCH = 64;
  private static final int DEFAULT_EPOCHS = 10;
  private static final long SUBSET_IMAGES = 12_000;
  private static final long FULL_IMAGES = 60_000;
  private static final double SUBSET_TARGET = 0.85;
  private static final double FULL_TARGET = 0.90;

  /** The training images. */
  public enum Data {
    /** The built-in 12,000 training and 2,000 test images. */
    SUBSET,
    /** All 60,000 training and 10,000 test images. */
    FULL
  }

  static TrainWorkload parse(WorkloadId id) {
    id.word(List.of(NAME));
    Data data =
        id.choice("data", List.of("subset", "full"), "subset").equals("full")
            ? Data.FULL
            : Data.SUBSET;
    Optimizer optimizer = TrainingRecipe.optimizer(id);
    long images = id.natural("images", 0);
    long batch =
        id.extent(
            "batch",
            optimizer instanceof Optimizer.GradientDescent && images > 0 ? images : DEFAULT_BATCH);
    TrainWorkload result =
        new TrainWorkload(
            data,
            images == 0 ? OptionalLong.empty() : OptionalLong.of(images),
            checked("epochs", id.extent("epochs", DEFAULT_EPOCHS)),
            checked("batch", batch),
            checked("folds", id.natural("folds", 0)),
            optimizer,
            TrainingRecipe.schedule(id, optimizer),
            id.number("target", defaultTarget(data)));
    result.check();
    return result;
  }

  private static int checked(String name, long value) {
    if (value > 1_000_000) {
      throw new WorkloadException("train: " + name + "=" + value + " is more than 1,000,000");
    }
    return (int) value;
  }

  private void check() {
    if (optimizer instanceof Optimizer.GradientDescent
        && (images.isEmpty() || images.getAsLong() != batch)) {
      throw new WorkloadException(
          "train: optimizer=gd takes the gradient over all images at once:"
              + " give images=N and omit batch");
    }
    if (images.isPresent() && images.getAsLong() < batch) {
      throw new WorkloadException(
          "train: images=" + images.getAsLong() + " do not fill one batch of " + batch);
    }
    if (folds != 0) {
      checkFolds();
    }
    if (!(targetAccuracy > 0 && targetAccuracy <= 1)) {
      throw new WorkloadException("train: target=" + targetAccuracy + " must be in (0, 1]");
    }
  }

  private void checkFolds() {
    long all = images.orElse(data == Data.FULL ? FULL_IMAGES : SUBSET_IMAGES);
    if (folds < 2 || folds > all) {
      throw new WorkloadException(
          "train: folds=" + folds + " must be 2 to " + all + ", the number of images");
    }
    long training = all - Math.ceilDiv(all, folds);
    if (optimizer instanceof Optimizer.GradientDescent) {
      throw new WorkloadException(
          "train: optimizer=gd takes all images in one batch, but a fold leaves out some of them");
    }
    if (training < batch) {
      throw new WorkloadException(
          "train: folds="
              + folds
              + " leaves "
              + training
              + " training images, which do not fill one batch of "
              + batch);
    }
  }

  private static double defaultTarget(Data data) {
    return data == Data.FULL ? FULL_TARGET : SUBSET_TARGET;
  }

  @Override
  public String id() {
    return "train/"
        + NAME
        + (data == Data.SUBSET ? "" : ",data=full")
        + (images.isEmpty() ? "" : ",images=" + images.getAsLong())
        + (epochs == DEFAULT_EPOCHS ? "" : ",epochs=" + epochs)
        + (batch == DEFAULT_BATCH || optimizer instanceof Optimizer.GradientDescent
            ? ""
            : ",batch=" + batch)
        + (folds == 0 ? "" : ",folds=" + folds)
        + TrainingRecipe.id(optimizer, schedule)
        + (targetAccuracy == defaultTarget(data) ? "" : ",target=" + targetAccuracy);
  }

  @Override
  public Program build(Precision precision) {
    requireTrainable(precision);
    return FashionCnn.step(batch, precision.input(), optimizer, schedule);
  }

  /** The network's forward pass, for the test images. */
  public Program inference(Precision precision, int testBatch) {
    requireTrainable(precision);
    return FashionCnn.inference(testBatch, precision.input());
  }

  private static void requireTrainable(Precision precision) {
    if (precision != Precision.F32 && precision != Precision.F64 && precision != Precision.TF32) {
      throw new WorkloadException(
          "train is not available in "
              + precision.id()
              + ": the network is built in f32, tf32 and f64");
    }
  }

  /** Seeded initial weights, zero biases and optimizer state. */
  public Map<Tensor, HostTensor> initialState(Program program, long seed) {
    return FashionCnn.initialState(program, seed);
  }

  /** The image input of the step and of the inference program. */
  public static Tensor images(Program program) {
    return program.tensor(FashionCnn.IMAGES);
  }

  /** The label input of the step program. */
  public static Tensor labels(Program program) {
    return program.tensor(FashionCnn.LABELS);
  }

  @Override
  public Rate rate() {
    return Rate.SAMPLES;
  }

  @Override
  public Work work(Precision precision) {
    return Work.of(program(precision), (long) batch);
  }
}
