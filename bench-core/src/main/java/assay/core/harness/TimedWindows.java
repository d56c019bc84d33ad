package assay.core.harness;

import assay.core.program.HostTensor;
import assay.core.program.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * Windows of a few consecutive timed training steps, at places that the executable cannot foresee:
 * the state before and after each is kept, to be verified when training has ended. The clock is
 * paused while state is read.
 *
 * <p>A window has more than one step, unless the run is too short: an executable might notice that
 * its state is read and compute the next step only.
 */
final class TimedWindows {
  private static final int WINDOWS = 3;
  private static final int MIN_LENGTH = 2;
  private static final int MAX_LENGTH = 3;

  /**
   * A window.
   *
   * @param first its first step, counted from 0 over all counted epochs
   * @param length number of steps
   * @param before the state before the first step
   * @param after the state after the last step
   */
  record Window(
      int first, int length, Map<Tensor, HostTensor> before, Map<Tensor, HostTensor> after) {
    /** The step after the last one. */
    int end() {
      return first + length;
    }
  }

  private record Place(int first, int end) {}

  private final List<Place> places = new ArrayList<>();
  private final List<Window> windows = new ArrayList<>();
  private final Supplier<Map<Tensor, HostTensor>> state;
  private Map<Tensor, HostTensor> before = Map.of();
  private long pausedNanos;

  /**
   * Draws the places, one in each of as many equal parts of the run.
   *
   * @param steps all counted steps
   * @param state reads the executable's state
   * @param secret its seed must not be known to the executable
   */
  TimedWindows(int steps, Supplier<Map<Tensor, HostTensor>> state, SplittableRandom secret) {
    this.state = state;
    int part = steps / WINDOWS;
    for (int window = 0; window < WINDOWS && part > 0; window++) {
      int length = Math.min(part, secret.nextInt(MIN_LENGTH, MAX_LENGTH + 1));
      int first = window * part + secret.nextInt(part - length + 1);
      places.add(new Place(first, first + length));
    }
  }

  /** Before a counted step and after the one before it: reads the state where a window begins. */
  void before(int step) {
    if (!places.isEmpty() && places.getFirst().first() == step) {
      before = read();
    }
  }

  /** After a counted step: reads the state where a window ends. */
  void after(int step) {
    if (!places.isEmpty() && places.getFirst().end() == step + 1) {
      Place place = places.removeFirst();
      windows.add(new Window(place.first(), place.end() - place.first(), before, read()));
    }
  }

  private Map<Tensor, HostTensor> read() {
    long start = System.nanoTime();
    Map<Tensor, HostTensor> now = state.get();
    pausedNanos += System.nanoTime() - start;
    return now;
  }

  /** Those that have ended, in order. */
  List<Window> ended() {
    return List.copyOf(windows);
  }

  /** How long the clock was paused since the last call, ns. */
  long takePausedNanos() {
    long paused = pausedNanos;
    pausedNanos = 0;
    return paused;
  }
}
