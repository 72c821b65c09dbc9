using Opml.Dispute.Tests.Devnet;

namespace Opml.Dispute.Tests.Contracts;

/// <summary>One local node for all tests of the contracts, which move its clock and so go one after another.</summary>
[CollectionDefinition(nameof(ContractsCollection))]
public sealed class ContractsCollection : ICollectionFixture<DevnetFixture>;
