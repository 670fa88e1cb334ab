"""A shrunken linear model of log10 sums: closed form, exact leave-one-out, no iteration."""

from dataclasses import dataclass

import numpy as np

from caseapp.rules.estimation.features import Array


@dataclass(frozen=True)
class Regression:
    """Effects b of scaled columns with prior N(0, 1), observed as y = X b + e, e ~ N(0, diag(noise)).

    `covariance` is that of b given the data, `effects` its mean (n columns p). `fitted` and `hat` are, for each
    observation, the fitted value and the variance of it. Units: y in log10 US dollars, noise in their square.
    """

    x: Array
    y: Array
    noise: Array
    covariance: Array
    effects: Array
    fitted: Array
    hat: Array

    @classmethod
    def fit(cls, x: Array, y: Array, noise: Array) -> "Regression":
        """Solve for the effects. x is n x p and already carries the prior standard deviations."""
        weighted = x / noise[:, None]
        precision = x.T @ weighted
        precision[np.diag_indices_from(precision)] += 1.0
        covariance = np.linalg.inv(precision)
        covariance = (covariance + covariance.T) / 2
        effects = covariance @ (weighted.T @ y)
        hat = np.einsum("ij,ij->i", x @ covariance, x)
        return cls(x, y, noise, covariance, effects, x @ effects, hat)

    def predict(self, row: Array) -> tuple[float, float]:
        """Centre and its variance for a scaled row of a case that is not among the observations."""
        return float(row @ self.effects), float(row @ self.covariance @ row)

    def left_out(self) -> tuple[Array, Array]:
        """Centre and total variance (noise included) for each observation by the model that never saw it."""
        return _leave_one_out(self.y, self.fitted, self.hat, self.noise)

    def shared(self) -> Array:
        """n x n covariances between the fitted values; what `without` needs."""
        return self.x @ self.covariance @ self.x.T

    def without(self, i: int, shared: Array) -> tuple[float, float, Array, Array]:
        """What changes when observation i was never there.

        Returns the centre and its variance for i itself, and for every other observation j the left-out centre and
        total variance by the model that saw neither i nor j (the entries of i are meaningless).
        """
        gap = self.noise[i] - self.hat[i]
        residual = self.y[i] - self.fitted[i]
        fitted = self.fitted - shared[:, i] * (residual / gap)
        hat = self.hat + shared[:, i] ** 2 / gap
        centre, total = _leave_one_out(self.y, fitted, hat, self.noise)
        return float(fitted[i]), float(hat[i]), centre, total


def _leave_one_out(y: Array, fitted: Array, hat: Array, noise: Array) -> tuple[Array, Array]:
    leverage = np.minimum(hat / noise, 1 - 1e-9)
    centre = y - (y - fitted) / (1 - leverage)
    return centre, noise + hat / (1 - leverage)
