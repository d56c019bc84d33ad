package assay.report.procurement;

import assay.report.money.Input;
import assay.report.money.Inputs;
import assay.report.money.Offer;
import assay.report.money.Power;
import assay.report.money.Prices;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The systems that have prices, with their power and speed.
 *
 * @param prices the file's
 * @param priced systems with all prices, in their order
 * @param gaps what is missing for the others, a sentence each
 * @param energyLeftOut why energy is left out of every total; empty where it is in: totals with and
 *     without it must not stand side by side
 */
record MoneyCase(
    Prices prices, List<Priced> priced, List<String> gaps, List<String> energyLeftOut) {
  MoneyCase {
    priced = List.copyOf(priced);
    gaps = List.copyOf(gaps);
    energyLeftOut = List.copyOf(energyLeftOut);
  }

  /**
   * A system with its prices.
   *
   * @param index of the system
   * @param mix the work to be done, null where no task was measured on all systems
   */
  record Priced(
      SystemUnderTest system, int index, Inputs inputs, SystemPower power, @Nullable Mix mix) {
    /** Its offer; null without a mix. */
    @Nullable Offer offer(boolean energy) {
      Power watts = energy ? power.power() : null;
      return mix == null ? null : new Offer(inputs, watts, mix.speed(index));
    }
  }

  static MoneyCase of(DossierPage at, Prices prices) {
    List<Priced> priced = new ArrayList<>();
    List<String> gaps = new ArrayList<>();
    List<String> noEnergy = new ArrayList<>();
    for (SystemUnderTest system : at.systems()) {
      String host = system.host();
      Inputs inputs =
          host == null ? prices.find(system.runId()) : prices.find(system.runId(), host);
      if (inputs == null) {
        gaps.add(at.text("money.no-system", system.label(), prices.file()));
      } else if (!inputs.missing().isEmpty()) {
        gaps.add(at.text("money.no-input", system.label(), keys(inputs.missing())));
      } else {
        Priced each = priced(at, system, inputs);
        priced.add(each);
        noEnergy(at, each, noEnergy);
      }
    }
    return new MoneyCase(prices, priced, gaps, noEnergy);
  }

  private static Priced priced(DossierPage at, SystemUnderTest system, Inputs inputs) {
    int index = at.comparison().index(system);
    Mix mix = at.scores().any() ? at.scores().mix() : null;
    SystemPower power =
        mix == null
            ? SystemPower.of(List.of(), null)
            : SystemPower.of(mix.results(index), mix.watts(index));
    return new Priced(system, index, inputs, power, mix);
  }

  private static void noEnergy(DossierPage at, Priced each, List<String> reasons) {
    if (each.power().power() == null) {
      reasons.add(noWatts(at, each));
    }
    if (!each.power().uncalibrated().isEmpty()) {
      reasons.add(
          at.text(
              "money.uncalibrated",
              each.system().label(),
              String.join(", ", each.power().uncalibrated())));
    }
    if (!each.inputs().missingForEnergy().isEmpty()) {
      reasons.add(
          at.text("money.no-input", each.system().label(), keys(each.inputs().missingForEnergy())));
    }
  }

  /** Why a system has no power. */
  static String noWatts(DossierPage at, Priced each) {
    return at.text(each.mix() == null ? "money.no-mix" : "money.no-watts", each.system().label());
  }

  private static String keys(java.util.Set<Input> inputs) {
    return inputs.stream().map(Input::key).collect(Collectors.joining(", "));
  }

  /** Whether the totals include energy. */
  boolean energy() {
    return energyLeftOut.isEmpty();
  }

  /** The offers of all systems, in their order; empty where there are no speeds. */
  List<Offer> offers() {
    List<Offer> offers = new ArrayList<>();
    for (Priced each : priced) {
      Offer offer = each.offer(energy());
      if (offer != null) {
        offers.add(offer);
      }
    }
    return offers;
  }

  /**
   * The offer of a system in every draw of the forks.
   *
   * @param mix the system's own, or one with drawn weights
   * @param draw from 0
   */
  static Offer drawn(Priced each, Offer nominal, Mix mix, int draw) {
    return nominal.at(mix.speed(each.index(), draw), mix.watts(each.index(), draw));
  }

  /** A system's prices, null where it has none. */
  @Nullable Priced of(SystemUnderTest system) {
    return priced.stream().filter(each -> each.system().equals(system)).findFirst().orElse(null);
  }
}
