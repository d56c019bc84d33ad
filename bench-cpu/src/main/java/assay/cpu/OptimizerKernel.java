package assay.cpu;

import assay.core.program.Optimizer;
import assay.core.program.Tensor;
import assay.core.program.op.OptimizerStep;
import java.util.List;
import java.util.function.Function;

/**
 * One optimizer step over all parameters, split into pieces for a team. A target supplies the loops
 * over elements [from, to) of one parameter, in its own arithmetic.
 *
 * @param <A> float[] or double[]
 */
public abstract class OptimizerKernel<A> {
  /** p ← p − rate·g. */
  protected abstract void descend(A p, A g, double rate, int from, int to);

  /** v ← decay·v + g; p ← p − rate·v. */
  protected abstract void momentum(A p, A g, A v, double decay, double rate, int from, int to);

  /** s ← old·s + fresh·g²; p ← p − rate·g/(√s + guard). */
  protected abstract void scaled(
      A p, A g, A s, double old, double fresh, double guard, double rate, int from, int to);

  /**
   * m ← β₁·m + (1 − β₁)·g; v ← β₂·v + (1 − β₂)·g²; p ← p − rate·m/(correction·√v + ε).
   *
   * @param rate learning rate, including the bias correction of m
   * @param correction bias correction of √v
   */
  protected abstract void adam(
      Optimizer.Adam adam, A p, A g, A m, A v, double rate, double correction, int from, int to);

  /** Updates elements [from, to) of one parameter. */
  private interface Rule {
    void update(int parameter, int from, int to);
  }

  /** Coefficients that change from step to step. */
  private static final class Rates {
    double rate;
    double correctedRate;
    double correction;

    void at(OptimizerStep op, int t) {
      rate = op.schedule().rate(t);
      if (op.optimizer() instanceof Optimizer.Adam adam) {
        correctedRate = rate / (1 - Math.pow(adam.beta1(), t + 1.0));
        correction = 1 / Math.sqrt(1 - Math.pow(adam.beta2(), t + 1.0));
      }
    }
  }

  /**
   * The step, which also increments the step counter.
   *
   * @param array gives a tensor's array
   */
  protected final Runnable kernel(
      OptimizerStep op, Memory memory, Workers workers, Function<Tensor, A> array) {
    List<A> p = op.parameters().stream().map(array).toList();
    List<A> g = op.gradients().stream().map(array).toList();
    List<List<A>> slots = op.slots().stream().map(s -> s.stream().map(array).toList()).toList();
    int[] step = memory.ints(op.step());
    Segments segments = Segments.of(op.parameters());
    Rates rates = new Rates();
    Rule rule = rule(op.optimizer(), p, g, slots, rates);
    IndexedTask task =
        (worker, i) -> rule.update(segments.tensor(i), segments.from(i), segments.to(i));
    return () -> {
      rates.at(op, step[0]);
      workers.parallelFor(segments.count(), task);
      step[0]++;
    };
  }

  private Rule rule(Optimizer optimizer, List<A> p, List<A> g, List<List<A>> slots, Rates r) {
    return switch (optimizer) {
      case Optimizer.GradientDescent(), Optimizer.Sgd() ->
          (i, from, to) -> descend(p.get(i), g.get(i), r.rate, from, to);
      case Optimizer.Momentum(double mu) -> {
        List<A> v = slots.getFirst();
        yield (i, from, to) -> momentum(p.get(i), g.get(i), v.get(i), mu, r.rate, from, to);
      }
      case Optimizer.Adagrad(double epsilon) -> {
        List<A> s = slots.getFirst();
        yield (i, from, to) ->
            scaled(p.get(i), g.get(i), s.get(i), 1, 1, epsilon, r.rate, from, to);
      }
      case Optimizer.RmsProp(double rho, double epsilon) -> {
        List<A> s = slots.getFirst();
        yield (i, from, to) ->
            scaled(p.get(i), g.get(i), s.get(i), rho, 1 - rho, epsilon, r.rate, from, to);
      }
      case Optimizer.Adam adam -> {
        List<A> m = slots.get(0);
        List<A> v = slots.get(1);
        yield (i, from, to) ->
            adam(
                adam,
                p.get(i),
                g.get(i),
                m.get(i),
                v.get(i),
                r.correctedRate,
                r.correction,
                from,
                to);
      }
    };
  }
}
