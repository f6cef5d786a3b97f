using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;

namespace Observatorio.Api.Access;

/// <summary>How often something may be tried: keys that do not hold by address, writing by principal, and questions of anybody by address. Reading has no limit here. Of IPv6 a subscriber has a whole /64: its addresses count as one.</summary>
/// <param name="configuration">Its section <c>Limits</c>: <c>FailedKeysPerMinute</c> (30) <c>WritesPerMinute</c> (240) and <c>QuestionsPerHour</c> (10).</param>
public sealed class Limits(IConfiguration configuration) : IDisposable
{
    private readonly PartitionedRateLimiter<string> failedKeys = PerMinute(configuration.GetValue("Limits:FailedKeysPerMinute", 30));
    private readonly PartitionedRateLimiter<string> writes = PerMinute(configuration.GetValue("Limits:WritesPerMinute", 240));

    private readonly PartitionedRateLimiter<string> questions = Per(HourOfQuestions, configuration.GetValue("Limits:QuestionsPerHour", 10));

    /// <summary>Whether an address has sent too many keys that do not hold: then none of its keys is looked at for a while.</summary>
    public bool IsShut(IPAddress? address) => failedKeys.GetStatistics(SubscriberOf(address))?.CurrentAvailablePermits == 0;

    /// <summary>Counts a key that does not hold.</summary>
    public void CountFailedKey(IPAddress? address) => failedKeys.AttemptAcquire(SubscriberOf(address)).Dispose();

    /// <summary>Counts something that a principal writes.</summary>
    /// <returns>False where that is too much.</returns>
    public bool MayWrite(string principal)
    {
        using var lease = writes.AttemptAcquire(principal);
        return lease.IsAcquired;
    }

    /// <summary>Counts a question of somebody at an address.</summary>
    /// <returns>False where that is too much.</returns>
    public bool MayAsk(IPAddress? address)
    {
        using var lease = questions.AttemptAcquire(SubscriberOf(address));
        return lease.IsAcquired;
    }

    /// <summary>429, with how long to wait.</summary>
    /// <param name="http">The request.</param>
    /// <param name="wait">Until it may be tried again at the latest.</param>
    public static IResult TooMany(HttpContext http, TimeSpan wait)
    {
        var seconds = ((long)wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        http.Response.Headers.RetryAfter = seconds;
        return Problems.Say(http, "too-many", StatusCodes.Status429TooManyRequests, ("seconds", seconds));
    }

    /// <summary>Over which questions are counted.</summary>
    public static readonly TimeSpan HourOfQuestions = TimeSpan.FromHours(1);

    /// <summary>Over which keys that do not hold, and what is written, are counted.</summary>
    public static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    /// <summary>Whom an address is counted for: itself, or the network of 64 bits that an IPv6 address is in.</summary>
    public static string SubscriberOf(IPAddress? address) => address switch
    {
        null => "",
        { IsIPv4MappedToIPv6: true } => address.MapToIPv4().ToString(),
        { AddressFamily: AddressFamily.InterNetworkV6 } => Convert.ToHexStringLower(address.GetAddressBytes().AsSpan(0, 8)),
        _ => address.ToString(),
    };

    private static PartitionedRateLimiter<string> PerMinute(int most) => Per(Minute, most);

    private static PartitionedRateLimiter<string> Per(TimeSpan window, int most)
        => PartitionedRateLimiter.Create<string, string>(key => RateLimitPartition.GetSlidingWindowLimiter(key, _ => new SlidingWindowRateLimiterOptions { PermitLimit = most, Window = window, SegmentsPerWindow = 6 }));

    /// <summary>Lets go of the counters.</summary>
    public void Dispose()
    {
        failedKeys.Dispose();
        writes.Dispose();
        questions.Dispose();
    }
}
