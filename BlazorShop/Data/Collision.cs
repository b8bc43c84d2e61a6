using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace BlazorShop.Data;

/// <summary>Somebody else was at the same rows: what was begun is undone, and can be decided again.</summary>
internal static class Collision
{
    /// <summary>A unique key or a version that was there first, a deadlock whose victim we were, a lock that was not to be had.</summary>
    public static bool Is(Exception failure) =>
        failure is DbUpdateException
        || (failure is InvalidOperationException or DbException && Transient(failure));

    private static bool Transient(Exception? failure)
    {
        for (; failure is not null; failure = failure.InnerException)
        {
            if (failure is DbException { IsTransient: true })
                return true;
        }

        return false;
    }
}
