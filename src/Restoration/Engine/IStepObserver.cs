namespace BirD.Restoration.Engine;

/// <summary>Is told of every step, in turn, by the engine, so it must return at once.</summary>
public interface IStepObserver
{
    /// <param name="duration">Device time of the step.</param>
    void OnStep(TimeSpan duration);
}
