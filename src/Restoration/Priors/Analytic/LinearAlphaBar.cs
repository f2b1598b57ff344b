namespace BirD.Restoration.Priors.Analytic;

/// <summary>abar(t), the product of 1 - beta up to t, for linear betas; between whole timesteps log abar is linear.</summary>
internal sealed class LinearAlphaBar
{
    private readonly double[] _log;

    public LinearAlphaBar(int steps, double betaStart, double betaEnd)
    {
        _log = new double[steps];
        var sum = 0.0;
        for (var i = 0; i < steps; i++)
        {
            var beta = steps == 1 ? betaStart : betaStart + ((betaEnd - betaStart) * i / (steps - 1));
            _log[i] = sum += Math.Log(1 - beta);
        }
    }

    public double At(double t)
    {
        var clamped = Math.Clamp(t, 0, _log.Length - 1);
        var low = (int)clamped;
        var high = Math.Min(low + 1, _log.Length - 1);
        return Math.Exp(_log[low] + ((clamped - low) * (_log[high] - _log[low])));
    }
}
