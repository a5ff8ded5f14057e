package io.sealbus.bench.fleet;

import java.util.Collections;
import java.util.Map;

/**
 * A cost that grows evenly: {@code base + slope × size}.
 *
 * @param slope for each image
 */
record LinearModel(double base, double slope) {
  /** Through the smallest and the largest size of {@code costs}, by size. */
  static LinearModel through(Map<Double, Double> costs) {
    double small = Collections.min(costs.keySet());
    double large = Collections.max(costs.keySet());
    double atSmall = costs.getOrDefault(small, 0.0);
    double slope = (costs.getOrDefault(large, 0.0) - atSmall) / (large - small);
    return new LinearModel(atSmall - slope * small, slope);
  }

  double at(double size) {
    return base + slope * size;
  }

  /** How far any of {@code costs} is from the model at most, as a share of it. */
  double error(Map<Double, Double> costs) {
    return costs.entrySet().stream()
        .mapToDouble(cost -> Math.abs(cost.getValue() - at(cost.getKey())) / at(cost.getKey()))
        .max()
        .orElse(0);
  }
}
