package assay.core.harness;

import assay.core.availability.Availability;
import assay.core.availability.Remedy.Change;
import assay.core.availability.Remedy.Setting;
import assay.core.data.FashionMnist;
import assay.core.data.Folds;
import assay.core.data.ImageDataset;
import assay.core.program.HostTensor;
import assay.core.program.Tensor;
import assay.core.record.Status;
import assay.core.record.Training;
import assay.core.workload.TrainWorkload;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The images of a training workload, decoded once to floats in [0, 1], and batches of them. */
final class TrainingSet {
  private final FashionMnist data;
  private final ImageDataset split;
  private final int[] chosen;
  private final float[] pixels;

  private TrainingSet(FashionMnist data, ImageDataset split, int[] chosen) {
    this.data = data;
    this.split = split;
    this.chosen = chosen;
    int perImage = split.pixelsPerImage();
    this.pixels = new float[Math.multiplyExact(chosen.length, perImage)];
    for (int i = 0; i < chosen.length; i++) {
      split.normalized(chosen[i], pixels, i * perImage);
    }
  }

  /**
   * The images of one fork.
   *
   * @param train what it trains on
   * @param test what its accuracy is measured on
   * @param fold which fold it tests, null without a cross-validation
   */
  record Split(TrainingSet train, TrainingSet test, Training.@Nullable Fold fold) {}

  /** The workload's data set, from the jar or from disk. */
  static FashionMnist locate(TrainWorkload workload, Optional<Path> folder) {
    if (workload.data() == TrainWorkload.Data.SUBSET) {
      return FashionMnist.subset();
    }
    return switch (FashionMnist.locate(folder)) {
      case Availability.Available<FashionMnist>(FashionMnist data) -> data;
      case Availability.Unavailable<FashionMnist> none ->
          throw new ForkFailure(Status.UNAVAILABLE, none.reason(), none.remedy());
    };
  }

  /**
   * The images of a fork. In a cross-validation the forks test one fold after the other; all divide
   * the images alike, by the run's seed.
   */
  static Split split(TrainWorkload workload, FashionMnist data, ForkSettings settings) {
    ImageDataset train = data.train();
    int size = size(workload, data);
    if (workload.folds() == 0) {
      return new Split(
          new TrainingSet(data, train, first(size)),
          new TrainingSet(data, data.test(), first(data.test().size())),
          null);
    }
    Folds folds = new Folds(settings.seed(), size, workload.folds());
    int fold = settings.fork() % workload.folds();
    TrainingSet trained = new TrainingSet(data, train, folds.train(fold));
    return new Split(
        trained,
        new TrainingSet(data, train, folds.test(fold)),
        new Training.Fold(fold, workload.folds(), trained.size()));
  }

  private static int size(TrainWorkload workload, FashionMnist data) {
    long wanted = workload.images().orElse(data.train().size());
    if (wanted > data.train().size()) {
      throw new ForkFailure(
          Status.UNSUPPORTED,
          "images="
              + wanted
              + ", but "
              + data.source()
              + " has "
              + data.train().size()
              + " training images",
          new Change(Setting.WORKLOAD, "use fewer images, or data=full"));
    }
    return (int) wanted;
  }

  private static int[] first(int size) {
    return IntStream.range(0, size).toArray();
  }

  int size() {
    return chosen.length;
  }

  int label(int index) {
    return split.label(chosen[index]);
  }

  /**
   * Copies the images with the indices {@code order} to {@code images} (batch, 28, 28, 1), in the
   * tensor's type.
   */
  void images(int[] order, HostTensor images) {
    int perImage = split.pixelsPerImage();
    Tensor tensor = images.tensor();
    switch (tensor.type()) {
      case F32 -> {
        for (int b = 0; b < order.length; b++) {
          MemorySegment.copy(
              pixels,
              order[b] * perImage,
              images.data(),
              ValueLayout.JAVA_FLOAT,
              (long) b * perImage * Float.BYTES,
              perImage);
        }
      }
      default -> {
        for (int b = 0; b < order.length; b++) {
          for (int i = 0; i < perImage; i++) {
            images.set((long) b * perImage + i, pixels[order[b] * perImage + i]);
          }
        }
      }
    }
  }

  /** Copies their labels to {@code labels} (batch), s32. */
  void labels(int[] order, HostTensor labels) {
    for (int b = 0; b < order.length; b++) {
      labels.data().setAtIndex(ValueLayout.JAVA_INT, b, label(order[b]));
    }
  }

  Training.Dataset describe() {
    return new Training.Dataset("fashion-mnist-" + data.kind().id(), data.source(), data.sha256());
  }
}
