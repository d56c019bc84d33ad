package assay.core.program;

import static assay.core.program.ProgramException.require;

import assay.core.program.op.OptimizerStep;
import java.util.List;

/**
 * The update of a parameter p from its gradient g at learning rate η. Slots are state of the
 * parameter's shape, initially zero.
 *
 * <p>Gradient descent and SGD have the same update; they differ in the data that the workload takes
 * the gradient over (the full data set or a batch).
 */
public sealed interface Optimizer {
  /** Name as on the command line, for example {@code adam}. */
  String id();

  /** Names of the slots of each parameter, in the order of {@link OptimizerStep}. */
  List<String> slots();

  /** Floating-point operations per parameter element and step. */
  int flopsPerElement();

  /** p ← p − η·g over the full data set. */
  record GradientDescent() implements Optimizer {
    @Override
    public String id() {
      return "gd";
    }

    @Override
    public List<String> slots() {
      return List.of();
    }

    @Override
    public int flopsPerElement() {
      return 2;
    }
  }

  /** p ← p − η·g over a batch. */
  record Sgd() implements Optimizer {
    @Override
    public String id() {
      return "sgd";
    }

    @Override
    public List<String> slots() {
      return List.of();
    }

    @Override
    public int flopsPerElement() {
      return 2;
    }
  }

  /**
   * v ← μ·v + g; p ← p − η·v (Sutskever et al. 2013 in PyTorch's form, where η scales the
   * velocity).
   *
   * @param momentum μ in [0, 1)
   */
  record Momentum(double momentum) implements Optimizer {
    public Momentum {
      require(momentum >= 0 && momentum < 1, "momentum %s must be in [0, 1)", momentum);
    }

    @Override
    public String id() {
      return "momentum";
    }

    @Override
    public List<String> slots() {
      return List.of("velocity");
    }

    @Override
    public int flopsPerElement() {
      return 4;
    }
  }

  /**
   * s ← s + g²; p ← p − η·g/(√s + ε) (Duchi, Hazan, Singer 2011).
   *
   * @param epsilon ε &gt; 0
   */
  record Adagrad(double epsilon) implements Optimizer {
    public Adagrad {
      require(epsilon > 0, "epsilon %s must be positive", epsilon);
    }

    @Override
    public String id() {
      return "adagrad";
    }

    @Override
    public List<String> slots() {
      return List.of("accumulator");
    }

    @Override
    public int flopsPerElement() {
      return 7;
    }
  }

  /**
   * s ← ρ·s + (1 − ρ)·g²; p ← p − η·g/(√s + ε) (Tieleman and Hinton 2012, with ε outside the root).
   *
   * @param rho ρ in [0, 1)
   * @param epsilon ε &gt; 0
   */
  record RmsProp(double rho, double epsilon) implements Optimizer {
    public RmsProp {
      require(rho >= 0 && rho < 1, "rho %s must be in [0, 1)", rho);
      require(epsilon > 0, "epsilon %s must be positive", epsilon);
    }

    @Override
    public String id() {
      return "rmsprop";
    }

    @Override
    public List<String> slots() {
      return List.of("accumulator");
    }

    @Override
    public int flopsPerElement() {
      return 9;
    }
  }

  /**
   * m ← β₁·m + (1 − β₁)·g; v ← β₂·v + (1 − β₂)·g²; p ← p − η·m̂/(√v̂ + ε) with m̂ = m/(1 − β₁ᵗ), v̂
   * = v/(1 − β₂ᵗ), t counting from 1 (Kingma and Ba 2015, algorithm 1).
   *
   * @param beta1 β₁ in [0, 1)
   * @param beta2 β₂ in [0, 1)
   * @param epsilon ε &gt; 0
   */
  record Adam(double beta1, double beta2, double epsilon) implements Optimizer {
    public Adam {
      require(
          beta1 >= 0 && beta1 < 1 && beta2 >= 0 && beta2 < 1,
          "betas %s, %s must be in [0, 1)",
          beta1,
          beta2);
      require(epsilon > 0, "epsilon %s must be positive", epsilon);
    }

    @Override
    public String id() {
      return "adam";
    }

    @Override
    public List<String> slots() {
      return List.of("m", "v");
    }

    @Override
    public int flopsPerElement() {
      return 14;
    }
  }
}
