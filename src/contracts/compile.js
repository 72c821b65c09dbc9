#!/usr/bin/env node
// Compiles src/**/*.sol and writes one artifact a contract to artifacts/; those of examples/oracle go beside their sources.
// With --check it writes nothing, and fails when an artifact differs from what the sources give.
'use strict';

const fs = require('fs');
const path = require('path');

const folders = [
  { sourceRoot: path.join(__dirname, 'src'), artifactRoot: path.join(__dirname, 'artifacts') },
  { sourceRoot: path.join(__dirname, '..', '..', 'examples', 'oracle'), artifactRoot: path.join(__dirname, '..', '..', 'examples', 'oracle') },
];
const MAX_CODE_BYTES = 24576; // EIP-170

const settings = {
  optimizer: { enabled: true, runs: 2000 },
  viaIR: true,
  evmVersion: 'cancun',
  metadata: { bytecodeHash: 'none', appendCBOR: false },
  outputSelection: { '*': { '*': ['abi', 'evm.bytecode.object', 'evm.deployedBytecode.object'] } },
};

function fail(message) {
  console.error(message);
  process.exit(1);
}

function readSources(sourceRoot) {
  return Object.fromEntries(fs.readdirSync(sourceRoot, { recursive: true })
    .filter(name => name.endsWith('.sol'))
    .map(name => name.split(path.sep).join('/'))
    .sort()
    .map(name => [name, { content: fs.readFileSync(path.join(sourceRoot, name), 'utf8').replaceAll('\r\n', '\n') }]));
}

function compile(sources) {
  let solc;
  try {
    solc = require('solc');
  } catch {
    fail('The compiler is missing: run "npm ci" in ' + __dirname);
  }
  const output = JSON.parse(solc.compile(JSON.stringify({ language: 'Solidity', sources, settings })));
  const problems = output.errors ?? [];
  if (problems.length !== 0) fail(problems.map(problem => problem.formattedMessage).join('\n'));
  return output.contracts;
}

/** Artifacts by file name; interfaces, libraries and abstract contracts have nothing to deploy. */
function artifacts(contracts) {
  const files = new Map();
  for (const [source, inFile] of Object.entries(contracts)) {
    for (const [contractName, { abi, evm }] of Object.entries(inFile)) {
      const deployable = evm.deployedBytecode.object !== '' && abi.some(entry => entry.type === 'function');
      if (!deployable) continue;
      const size = evm.deployedBytecode.object.length / 2;
      if (size > MAX_CODE_BYTES) fail(`${contractName} has ${size} bytes of code; the chain takes ${MAX_CODE_BYTES}.`);
      const file = contractName + '.json';
      if (files.has(file)) fail(`${source}: there is another contract called ${contractName}.`);
      console.log(`${contractName}: ${size} bytes`);
      files.set(file, JSON.stringify({
        contractName,
        abi,
        bytecode: '0x' + evm.bytecode.object,
        deployedBytecode: '0x' + evm.deployedBytecode.object,
      }, null, 1) + '\n');
    }
  }
  return files;
}

function existing(artifactRoot) {
  return fs.existsSync(artifactRoot) ? fs.readdirSync(artifactRoot).filter(name => name.endsWith('.json')) : [];
}

function check(artifactRoot, files) {
  const read = name => fs.readFileSync(path.join(artifactRoot, name), 'utf8').replaceAll('\r\n', '\n');
  const present = existing(artifactRoot);
  const wrong = [
    ...[...files].filter(([name, text]) => !present.includes(name) || read(name) !== text).map(([name]) => name),
    ...present.filter(name => !files.has(name)),
  ];
  if (wrong.length !== 0)
    fail(`Not what the sources give: ${wrong.join(', ')}. Run "node compile.js" in ${__dirname} and commit what it writes to ${artifactRoot}.`);
  console.log(`${files.size} artifacts are what the sources give.`);
}

function write(artifactRoot, files) {
  fs.mkdirSync(artifactRoot, { recursive: true });
  for (const [name, text] of files) {
    const temporary = path.join(artifactRoot, name + '.tmp');
    fs.writeFileSync(temporary, text);
    fs.renameSync(temporary, path.join(artifactRoot, name));
  }
  for (const name of existing(artifactRoot).filter(name => !files.has(name))) fs.unlinkSync(path.join(artifactRoot, name));
}

const unknown = process.argv.slice(2).filter(argument => argument !== '--check');
if (unknown.length !== 0) fail(`Unknown argument ${unknown[0]}. Usage: node compile.js [--check]`);
for (const { sourceRoot, artifactRoot } of folders) {
  const files = artifacts(compile(readSources(sourceRoot)));
  if (process.argv.includes('--check')) check(artifactRoot, files);
  else write(artifactRoot, files);
}
