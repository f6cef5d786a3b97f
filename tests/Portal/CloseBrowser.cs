using Observatorio.Tests.Support;

namespace Observatorio.Tests.Portal;

/// <summary>Ends the browser after the tests of the portal.</summary>
[SetUpFixture]
public sealed class CloseBrowser
{
    [OneTimeTearDown]
    public Task Close() => Browser.Close();
}
