package assay.core.workload;

import assay.core.program.Optimizer;
import assay.core.program.Schedule;
import java.util.List;

/** Optimizers and schedules as part of a workload id, with the usual defaults. */
final class TrainingRecipe {
  private static final List<String> OPTIMIZERS =
      List.of("adam", "sgd", "momentum", "adagrad", "rmsprop", "gd");
  private static final List<String> SCHEDULES = List.of("constant", "exponential", "step");
  private static final double DECAY = 0.5;
  private static final long EVERY = 1000;

  private TrainingRecipe() {}

  static Optimizer optimizer(WorkloadId id) {
    return optimizer(id.choice("optimizer", OPTIMIZERS, "adam"));
  }

  /** Hyperparameters are the defaults of the original papers and of Keras. */
  static Optimizer optimizer(String name) {
    return switch (name) {
      case "sgd" -> new Optimizer.Sgd();
      case "momentum" -> new Optimizer.Momentum(0.9);
      case "adagrad" -> new Optimizer.Adagrad(1e-7);
      case "rmsprop" -> new Optimizer.RmsProp(0.9, 1e-7);
      case "gd" -> new Optimizer.GradientDescent();
      default -> new Optimizer.Adam(0.9, 0.999, 1e-7);
    };
  }

  static double defaultRate(Optimizer optimizer) {
    return switch (optimizer) {
      case Optimizer.Adam a -> 1e-3;
      case Optimizer.RmsProp r -> 1e-3;
      case Optimizer.Adagrad a -> 1e-2;
      case Optimizer.Momentum m -> 1e-2;
      case Optimizer.Sgd s -> 5e-2;
      case Optimizer.GradientDescent g -> 5e-2;
    };
  }

  static Schedule schedule(WorkloadId id, Optimizer optimizer) {
    double rate = id.number("rate", defaultRate(optimizer));
    return switch (id.choice("schedule", SCHEDULES, "constant")) {
      case "exponential" ->
          new Schedule.Exponential(rate, id.number("decay", DECAY), id.extent("every", EVERY));
      case "step" -> new Schedule.Step(rate, id.number("decay", DECAY), id.extent("every", EVERY));
      default -> new Schedule.Constant(rate);
    };
  }

  static String id(Optimizer optimizer, Schedule schedule) {
    String name = optimizer instanceof Optimizer.Adam ? "" : ",optimizer=" + optimizer.id();
    return name
        + switch (schedule) {
          case Schedule.Constant c -> rate(c.rate(), optimizer);
          case Schedule.Exponential e ->
              rate(e.initial(), optimizer)
                  + ",schedule=exponential"
                  + decay(e.decay(), e.decaySteps());
          case Schedule.Step s ->
              rate(s.initial(), optimizer) + ",schedule=step" + decay(s.factor(), s.every());
        };
  }

  private static String rate(double rate, Optimizer optimizer) {
    return rate == defaultRate(optimizer) ? "" : ",rate=" + rate;
  }

  private static String decay(double decay, long every) {
    return (decay == DECAY ? "" : ",decay=" + decay) + (every == EVERY ? "" : ",every=" + every);
  }
}
