using BlazorShop.Common;
using CsCheck;

namespace BlazorShop.Tests.Common;

public sealed class BackoffTests
{
    [Fact]
    public void A_pause_doubles_with_each_failure_up_to_the_longest()
    {
        var pauses = new Backoff(TimeSpan.FromSeconds(5), TimeSpan.FromHours(1));
        Assert.Equal([5, 10, 20, 40], Enumerable.Range(1, 4).Select(failures => pauses.After(failures).TotalSeconds));
        Assert.Equal(TimeSpan.FromSeconds(2560), pauses.After(10));
        Assert.All([11, 12, 40, 1000, int.MaxValue], failures => Assert.Equal(TimeSpan.FromHours(1), pauses.After(failures)));
    }

    [Fact]
    public void However_often_it_fails_a_pause_never_shrinks_and_stays_between_the_first_and_the_longest() =>
        Gen.Select(Gen.Int[1, 3_600_000], Gen.Int[1, 1000], Gen.Int[1, 100]).Sample((milliseconds, times, failures) =>
        {
            var first = TimeSpan.FromMilliseconds(milliseconds);
            var pauses = new Backoff(first, first * times);
            var (now, next) = (pauses.After(failures), pauses.After(failures + 1));
            return now >= first && now <= first * times && next >= now;
        });
}
