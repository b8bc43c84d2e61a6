namespace BlazorShop.Common;

/// <summary>How long to wait before something that failed is tried again: doubled with each failure, up to a longest pause.</summary>
/// <param name="First">After the first failure.</param>
/// <param name="Longest">However often it fails.</param>
public readonly record struct Backoff(TimeSpan First, TimeSpan Longest)
{
    /// <param name="failures">So many attempts failed; 1 or more.</param>
    public TimeSpan After(int failures)
    {
        // Doubled so often, the shortest pause is longer than anybody waits, and the next would leave the range of a long.
        var doublings = Math.Clamp(failures - 1, 0, 20);
        var pause = First.Ticks > Longest.Ticks >> doublings ? Longest.Ticks : First.Ticks << doublings;
        return TimeSpan.FromTicks(pause);
    }
}
