using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Observatorio.Tests.Support;

namespace Observatorio.Tests.Api;

/// <summary>Every endpoint tried by every role: who may use it is what docs/access.md says, and nobody else.</summary>
public sealed partial class AccessTests
{
    private static readonly Dictionary<string, string[]> RolesOf = new()
    {
        ["pe-produce"] = ["provider"],
        ["ana"] = ["reviewer"],
        ["publisher"] = ["publisher"],
        ["admin"] = ["admin"],
        ["reader"] = ["reader"],
    };

    [TestCase("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true)]
    [TestCase("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    [TestCase("192.0.2.1", "::ffff:192.0.2.1", true)]
    [TestCase("192.0.2.1", "192.0.2.2", false)]
    public void ANetworkOfASubscriberCountsAsOneAddress(string one, string other, bool same)
        => Assert.That(Observatorio.Api.Access.Limits.SubscriberOf(System.Net.IPAddress.Parse(one)) == Observatorio.Api.Access.Limits.SubscriberOf(System.Net.IPAddress.Parse(other)), Is.EqualTo(same));

    [Test]
    public async Task EveryEndpointLetsInWhomThePageSays()
    {
        using var office = new Office(("Limits__FailedKeysPerMinute", "1000"));
        var document = JsonNode.Parse(await office.Server.Client.GetStringAsync("/swagger/v1/swagger.json"))!;
        var endpoints = document["paths"]!.AsObject().SelectMany(p => p.Value!.AsObject().Select(o => $"{o.Key.ToUpperInvariant()} {p.Key}")).ToList();
        var page = Row().Matches(Repository.Read("docs/access.md")).ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value.Split(", ").Select(r => r.Trim()).ToArray());
        using (Assert.EnterMultipleScope())
        {
            Assert.That(page.Keys, Is.EquivalentTo(endpoints), "docs/access.md has a row for each endpoint and for nothing else.");
            foreach (var endpoint in endpoints.Where(page.ContainsKey))
            {
                var (method, path) = (new HttpMethod(endpoint.Split(' ')[0]), endpoint.Split(' ')[1].Replace("{dataflow}", "counts", StringComparison.Ordinal).Replace("{prefix}", "obs_nothing", StringComparison.Ordinal));
                path = Parameter().Replace(path, m => m.Value == "{id}" && (path.Contains("submissions", StringComparison.Ordinal) || path.Contains("jobs", StringComparison.Ordinal) || path.Contains("calendar", StringComparison.Ordinal) || path.Contains("questions", StringComparison.Ordinal)) ? "99" : "nothing");
                var everybody = page[endpoint] is ["everybody"];
                Assert.That(await Status(null), everybody ? Is.Not.EqualTo(401) : Is.EqualTo(401), $"{endpoint}: nobody");
                Assert.That(await Status("obs_000000000000000000000000"), Is.EqualTo(401), $"{endpoint}: a key that does not hold");
                foreach (var (principal, roles) in RolesOf)
                {
                    var allowed = everybody || roles.Intersect(page[endpoint]).Any();
                    var status = await Status(principal);
                    Assert.That(status, allowed ? Is.Not.EqualTo(401).And.Not.EqualTo(403).And.LessThan(504) : Is.EqualTo(403), $"{endpoint}: {principal}");
                }

                async Task<int> Status(string? principal)
                {
                    using var answer = await office.Send(principal, method, path, method == HttpMethod.Get || method == HttpMethod.Delete ? null : new StringContent("{}", System.Text.Encoding.UTF8, "application/json"));
                    return (int)answer.StatusCode;
                }
            }
        }
    }

    [Test]
    public async Task AKeyEndsWithItsTimeItsRevocationAndItsPrincipal()
    {
        using var office = new Office();
        using var made = await office.Post("admin", "/api/v1/principals/ana/keys", new { days = 1 });
        var key = (string)(await Office.Json(made))["key"]!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(made.Headers.CacheControl?.NoStore, Is.True);
            Assert.That(await Works(key), Is.True);
            Assert.That((int)(await office.Send("admin", HttpMethod.Delete, $"/api/v1/principals/ana/keys/{key[..12]}")).StatusCode, Is.EqualTo(204));
            Assert.That(await Works(key), Is.False);
            using var past = await office.Post("admin", "/api/v1/principals/ana/keys", new { days = -1 });
            Assert.That(await Works((string)(await Office.Json(past))["key"]!), Is.False);
            Assert.That(await Works(office.KeyOf("ana")), Is.True);
            using var disabled = await office.Send("admin", HttpMethod.Put, "/api/v1/principals/ana", System.Net.Http.Json.JsonContent.Create(new { name = "Ana", roles = RolesOf["ana"], disabled = true }));
            Assert.That((int)disabled.StatusCode, Is.EqualTo(200));
            Assert.That(await Works(office.KeyOf("ana")), Is.False);
            // Nothing of a key but its beginning is kept.
            Assert.That(File.ReadAllBytes(office.Workspace.LedgerFile).AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(key[13..])), Is.EqualTo(-1));
        }

        async Task<bool> Works(string secret)
        {
            using var answer = await office.Send(secret, HttpMethod.Get, "/api/v1/submissions");
            return answer.StatusCode == HttpStatusCode.OK;
        }
    }

    [Test]
    public async Task GuessingKeysIsShutOutForAWhile()
    {
        using var office = new Office();
        var statuses = new List<int>();
        for (var i = 0; i < 35; i++)
        {
            using var guess = await office.Send($"obs_{i:00000000}ffffffffffffffff", HttpMethod.Get, "/api/v1/submissions");
            statuses.Add((int)guess.StatusCode);
        }
        using var right = await office.Send("ana", HttpMethod.Get, "/api/v1/submissions");
        using var nobody = await office.Send(null, HttpMethod.Get, "/api/v1/releases");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(statuses.Take(30), Is.All.EqualTo(401));
            Assert.That(statuses.Skip(30), Is.All.EqualTo(429));
            // Otherwise a right guess would show all the same.
            Assert.That((int)right.StatusCode, Is.EqualTo(429));
            Assert.That(right.Headers.RetryAfter?.Delta, Is.EqualTo(TimeSpan.FromMinutes(1)));
            Assert.That((int)nobody.StatusCode, Is.EqualTo(200));
            Assert.That(nobody.Headers.GetValues("X-Content-Type-Options"), Is.EqualTo((string[])["nosniff"]));
        }
    }

    [Test]
    public async Task ATokenOfTheConfiguredIssuerIsAKeyAndNoOther()
    {
        var key = System.Security.Cryptography.RandomNumberGenerator.GetBytes(32);
        using var office = new Office(("Oidc__SigningKey", Convert.ToBase64String(key)), ("Oidc__Issuer", "https://issuer.example"), ("Oidc__Audience", "observatorio"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await Status(Token(key, "ana", "https://issuer.example")), Is.EqualTo(200));
            Assert.That(await Status(Token(key, "nobody", "https://issuer.example")), Is.EqualTo(401));
            Assert.That(await Status(Token(key, "reader", "https://issuer.example")), Is.EqualTo(403));
            Assert.That(await Status(Token(key, "ana", "https://other.example")), Is.EqualTo(401));
            Assert.That(await Status(Token(key, "ana", "https://issuer.example", minutes: -20)), Is.EqualTo(401));
            Assert.That(await Status(Token(new byte[32], "ana", "https://issuer.example")), Is.EqualTo(401));
        }

        async Task<int> Status(string token)
        {
            using var answer = await office.Send(null, HttpMethod.Get, "/api/v1/submissions", headers: ("Authorization", "Bearer " + token));
            return (int)answer.StatusCode;
        }
    }

    // Signed by hand, as any issuer does it: HS256 over header and claims.
    private static string Token(byte[] key, string subject, string issuer, int minutes = 5)
    {
        var until = DateTimeOffset.UtcNow.AddMinutes(minutes).ToUnixTimeSeconds();
        var text = $"{Base64("{\"alg\":\"HS256\",\"typ\":\"JWT\"}"u8)}.{Base64(System.Text.Encoding.UTF8.GetBytes($"{{\"sub\":\"{subject}\",\"iss\":\"{issuer}\",\"aud\":\"observatorio\",\"exp\":{until}}}"))}";
        return $"{text}.{Base64(System.Security.Cryptography.HMACSHA256.HashData(key, System.Text.Encoding.ASCII.GetBytes(text)))}";
    }

    private static string Base64(ReadOnlySpan<byte> bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    [GeneratedRegex(@"^\| `([A-Z]+ /[^`]+)` \| ([^|]+) \|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"\{[a-z]+\}")]
    private static partial Regex Parameter();
}
